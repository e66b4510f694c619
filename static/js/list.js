// A list: rows by key (j k x Enter), selection with a bulk bar, columns and density that are remembered.
import { isTyping, memory, say, wire } from "./wire.js";

wire("[data-list]", (list) => {
  const name = list.dataset.list;
  const table = list.querySelector("table");
  if (!table) return;
  const rows = () => [...table.querySelectorAll("tbody tr[data-row]")];
  const boxes = () => [...table.querySelectorAll("tbody .k-pick input[type=checkbox]")];
  let place = -1;

  columns(list, table, name);

  /* selection */
  const bar = list.querySelector("[data-bulk]");
  const all = table.querySelector("thead .k-pick input[type=checkbox]");
  let last = null;
  function count() {
    const picked = boxes().filter((box) => box.checked);
    for (const box of boxes()) box.closest("tr").classList.toggle("is-picked", box.checked);
    if (all) {
      all.checked = picked.length > 0 && picked.length === boxes().length;
      all.indeterminate = picked.length > 0 && !all.checked;
    }
    if (!bar) return;
    bar.hidden = picked.length === 0;
    const text = bar.querySelector("[data-bulk-count]");
    if (text) text.textContent = say("selected", { n: picked.length });
  }
  all?.addEventListener("change", () => { for (const box of boxes()) box.checked = all.checked; count(); });
  table.addEventListener("click", (event) => {
    const box = event.target.closest("tbody .k-pick input[type=checkbox]");
    if (!box) return;
    if (event.shiftKey && last) {
      const every = boxes();
      const [from, to] = [every.indexOf(last), every.indexOf(box)].sort((a, b) => a - b);
      for (const one of every.slice(from, to + 1)) one.checked = box.checked;
    }
    last = box;
    count();
  });
  list.querySelector("[data-bulk-clear]")?.addEventListener("click", () => { for (const box of boxes()) box.checked = false; count(); });
  count();

  /* a click anywhere in a row opens it */
  table.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-row]");
    if (!row || event.target.closest("a, button, input, label, select, textarea, time, [data-no-open]") || getSelection().toString()) return;
    open(row, event.ctrlKey || event.metaKey);
  });
  function open(row, apart = false) {
    const link = row.querySelector("[data-row-link], .k-row-link") ?? row.querySelector("a[href]");
    if (!link) return;
    if (apart) window.open(link.href, "_blank", "noopener");
    else link.click();
  }

  /* keys */
  function go(index) {
    const every = rows();
    if (!every.length) return;
    place = Math.max(0, Math.min(index, every.length - 1));
    for (const row of every) row.classList.remove("is-here");
    const row = every[place];
    row.classList.add("is-here");
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }
  const keys = {
    j: () => go(place + 1),
    k: () => go(place - 1),
    x: () => { const box = rows()[place]?.querySelector(".k-pick input"); if (box) { box.checked = !box.checked; count(); } },
    Enter: () => { if (rows()[place]) open(rows()[place]); },
    o: () => { if (rows()[place]) open(rows()[place]); },
  };
  const onKey = (event) => {
    if (!list.isConnected) { document.removeEventListener("keydown", onKey); return; }
    if (document.querySelector("[data-list]") !== list && !list.contains(document.activeElement)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "Enter" && !event.target.matches("tr")) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  document.addEventListener("keydown", onKey);
});

/* On a phone a row becomes a card and each cell carries the name of its column. */
wire("table.k-table.is-cards", labels);
function labels(table) {
  const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
  for (const row of table.querySelectorAll("tbody tr")) {
    [...row.cells].forEach((cell, index) => { if (cell.dataset.label === undefined && cell.colSpan === 1) cell.dataset.label = heads[index] ?? ""; cell.toggleAttribute("data-empty", !cell.textContent.trim() && !cell.querySelector("input, button, img, svg")); });
  }
}

/* Columns are the heads with data-col; the chooser is filled from them. */
function columns(list, table, name) {
  const heads = [...table.querySelectorAll("thead th[data-col]")];
  const menu = list.querySelector("[data-columns]");
  const stored = memory.get(`columns.${name}`) ?? {};
  const shown = (head) => head.dataset.fixed !== undefined || (stored[head.dataset.col] ?? head.dataset.hide === undefined);
  const all = [...table.querySelectorAll("thead th")];
  function show() {
    for (const head of heads) {
      const index = all.indexOf(head);
      head.hidden = !shown(head);
      for (const row of table.querySelectorAll("tbody tr[data-row], tfoot tr[data-row]")) {
        if (row.cells[index]) row.cells[index].hidden = head.hidden;
      }
    }
  }
  show();
  if (!menu) return;
  menu.replaceChildren();
  for (const head of heads) {
    if (head.dataset.fixed !== undefined) continue;
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.className = "form-check-input";
    box.checked = shown(head);
    box.addEventListener("change", () => {
      stored[head.dataset.col] = box.checked;
      memory.set(`columns.${name}`, stored);
      show();
    });
    label.append(box, head.textContent.trim());
    menu.append(label);
  }
}

wire("[data-density-set]", (button) => {
  const root = document.documentElement;
  const show = () => button.setAttribute("aria-pressed", String(root.dataset.density === "roomy"));
  show();
  button.addEventListener("click", () => {
    root.dataset.density = root.dataset.density === "roomy" ? "dense" : "roomy";
    memory.setText("density", root.dataset.density);
    show();
  });
});

// Bulk buttons send the ticked rows: <button data-bulk-field="ids" form="…"> or any form inside [data-bulk].
document.addEventListener("submit", (event) => {
  const bar = event.target.closest("[data-bulk]");
  if (!bar) return;
  for (const old of event.target.querySelectorAll("input[data-from-rows]")) old.remove();
  for (const box of bar.closest("[data-list]").querySelectorAll("tbody .k-pick input:checked")) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = bar.dataset.bulk || "ids";
    field.value = box.value;
    field.dataset.fromRows = "";
    event.target.append(field);
  }
}, true);
