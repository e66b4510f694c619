// The grid of a purchase order: units and the best price beside each line, a new line when the last is used, keys.
import { wire } from "./wire.js";

wire("[data-buy-form]", (form) => {
  const body = form.querySelector("[data-buy-rows]"), blank = form.querySelector("[data-buy-blank]").innerHTML;
  const rows = () => [...body.querySelectorAll("[data-buy-row]")];
  const hidden = (row) => row.querySelector("[data-combobox] input[type=hidden]");
  const product = (row) => row.querySelector("[role=combobox]");
  const cell = (row, name) => row.querySelector(`[data-buy-cell=${name}]`);
  const isUsed = (row) => Boolean(hidden(row).value || product(row).value || cell(row, "quantity").value);
  let next = rows().length;

  /** A free line at the end, as long as there may be more. */
  function spare() {
    const last = rows().at(-1);
    if ((last && !isUsed(last)) || next >= Number(form.dataset.most)) return last;
    const holder = document.createElement("tbody");
    holder.innerHTML = blank.replaceAll("__n__", String(next));
    next += 1;
    const row = holder.firstElementChild;
    body.append(row);
    window.htmx.process(row);
    document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: row } }));
    return row;
  }

  /** Ask for the units of the line's product, what its supplier asks and who is best. */
  async function price(row) {
    const told = row.querySelector("[data-buy-told]"), unit = cell(row, "unit");
    if (!hidden(row).value) { told.textContent = ""; unit.replaceChildren(); cell(row, "price").placeholder = ""; return; }
    const asked = new URLSearchParams({
      item: hidden(row).value, quantity: cell(row, "quantity").value, unit: unit.value,
      supplier: form.dataset.supplier ?? form.elements.supplier?.value ?? "",
      warehouse: form.dataset.warehouse ?? form.elements.warehouse?.value ?? "",
      day: cell(row, "date").value || (form.elements.expected_on?.value ?? ""),
    });
    const turn = (row.dataset.turn = String(Number(row.dataset.turn ?? 0) + 1));
    const answer = await fetch(`${form.dataset.prices}?${asked}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || row.dataset.turn !== turn) return;
    const found = await answer.json();
    const chosen = unit.value;
    unit.replaceChildren(...found.units.map(([value, code]) => new Option(code, value, false, String(value) === chosen)));
    cell(row, "price").placeholder = found.price;
    told.textContent = found.told;
  }

  function remove(row) {
    const near = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    spare();
    form.dispatchEvent(new Event("input", { bubbles: true }));
    product(near?.isConnected ? near : rows()[0])?.focus();
  }

  body.addEventListener("combobox:chosen", (event) => {
    const row = event.target.closest("[data-buy-row]");
    cell(row, "unit").replaceChildren();
    setTimeout(() => { price(row); spare(); cell(row, "quantity").focus(); });
  });
  body.addEventListener("combobox:cleared", (event) => price(event.target.closest("[data-buy-row]")));
  body.addEventListener("change", (event) => { if (event.target.matches("[data-buy-cell]:not([data-buy-cell=price])")) price(event.target.closest("[data-buy-row]")); });
  body.addEventListener("input", () => spare());
  form.querySelector(".k-fields")?.addEventListener("change", () => rows().filter((row) => hidden(row).value).forEach(price));
  body.addEventListener("click", (event) => { const button = event.target.closest("[data-buy-remove]"); if (button) remove(button.closest("[data-buy-row]")); });
  body.addEventListener("keydown", (event) => {
    const row = event.target.closest("[data-buy-row]"), field = event.target.closest("[data-buy-cell]");
    if ((event.ctrlKey || event.metaKey) && event.key === "Delete") { event.preventDefault(); remove(row); return; }
    if (!field || event.ctrlKey || event.metaKey || event.altKey) return;
    const listed = rows(), place = listed.indexOf(row);
    if (event.key === "Enter") { event.preventDefault(); product(listed[place + 1] ?? spare()).focus(); }
    if ((event.key === "ArrowUp" || event.key === "ArrowDown") && field.matches("input:not([type=date])")) {
      const near = listed[place + (event.key === "ArrowDown" ? 1 : -1)];
      if (near) { event.preventDefault(); cell(near, field.dataset.buyCell).focus(); }
    }
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
  });
  rows().filter((row) => hidden(row).value).forEach(price);
  spare();
});
