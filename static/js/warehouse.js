// Warehouse pages: ticking cards on the board, adding packages, and bins that follow their warehouse.
import { say, wire } from "./wire.js";

wire("#board-form", (form) => {
  const bar = form.querySelector("[data-board-bar]");
  if (!bar) return;
  const boxes = () => [...form.querySelectorAll("input[type=checkbox]")];
  function count() {
    const ticked = boxes().filter((box) => box.checked).length;
    bar.hidden = !ticked;
    bar.querySelector("[data-board-count]").textContent = say("selected", { n: ticked });
    for (const box of boxes()) box.closest(".k-ticket").classList.toggle("is-ticked", box.checked);
  }
  form.addEventListener("change", count);
  form.querySelector("[data-board-clear]").addEventListener("click", () => { for (const box of boxes()) box.checked = false; count(); });
  count();
});

wire("[data-packages]", (form) => {
  const rows = form.querySelector("[data-rows]");
  form.querySelector("[data-add-package]").addEventListener("click", () => {
    const place = rows.children.length, row = rows.firstElementChild.cloneNode(true), field = row.querySelector("input");
    row.querySelector(".k-package-no").textContent = place + 1;
    for (const label of row.querySelectorAll("label")) label.htmlFor = label.htmlFor.replace(/-\d+$/, `-${place}`);
    for (const one of row.querySelectorAll("input")) { one.id = `${one.name}-${place}`; one.value = ""; }
    rows.append(row);
    field.focus();
  });
});
