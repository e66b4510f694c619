// Receiving by scan: every code counts onto the line of the order it belongs to; cartons count their pieces.
import { bad, good } from "./sound.js";
import { wire } from "./wire.js";

const round = (number) => Math.round(number * 1e6) / 1e6;

wire("[data-receive]", (form) => {
  const input = form.querySelector("[data-receive-scan]"), told = form.querySelector("[data-receive-told]");
  const lines = [...form.querySelectorAll("[data-receive-line]")].map((row) => ({
    row, codes: JSON.parse(row.dataset.codes), field: row.querySelector("[data-receive-quantity]"), unit: row.querySelector("[data-receive-unit]"),
  }));

  /** Count a code onto the first line that knows it. */
  function take(code) {
    const line = lines.find((one) => code in one.codes);
    if (!line) { bad(); told.textContent = `${told.dataset.unknown} ${code}`; return; }
    const [top, bottom] = (line.unit?.selectedOptions[0]?.dataset.factor ?? "1/1").split("/").map(Number);
    line.field.value = String(round((Number(line.field.value) || 0) + (Number(line.codes[code]) * bottom) / top));
    line.field.dispatchEvent(new Event("input", { bubbles: true }));
    for (const one of lines) one.row.classList.toggle("is-here", one === line);
    line.row.scrollIntoView({ block: "nearest" });
    told.textContent = `${code}: ${line.field.value}`;
    good();
  }

  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const code = input.value.trim();
    input.value = "";
    if (code) take(code);
  });
  if (form.dataset.code) take(form.dataset.code);
});
