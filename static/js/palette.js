// Ctrl-K: search documents, customers, items, pages and actions without leaving the keyboard.
import { isTyping, wire } from "./wire.js";

wire("#k-palette", (dialog) => {
  const input = dialog.querySelector("input");
  const results = dialog.querySelector("[data-palette-results]");
  const hits = () => [...results.querySelectorAll(".k-hit")];
  let place = 0;

  function mark(index) {
    const all = hits();
    if (!all.length) { input.removeAttribute("aria-activedescendant"); return; }
    place = (index + all.length) % all.length;
    all.forEach((hit, number) => {
      hit.id ||= `k-hit-${number}`;
      hit.setAttribute("aria-selected", String(number === place));
    });
    input.setAttribute("aria-activedescendant", all[place].id);
    all[place].scrollIntoView({ block: "nearest" });
  }
  function open() {
    if (dialog.open) return;
    dialog.showModal();
    input.value = "";
    window.htmx?.trigger(input, "search");
    input.focus();
  }

  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); mark(place + step); }
    if (event.key === "Enter") { event.preventDefault(); hits()[place]?.click(); }
    if (event.key === "Escape") { event.preventDefault(); dialog.close(); } // a search field would only empty itself
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  results.addEventListener("click", (event) => { if (event.target.closest(".k-hit")) dialog.close(); });
  results.addEventListener("htmx:afterSwap", () => mark(0));
  mark(0);

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); open(); }
    if (event.key === "/" && !isTyping(event.target) && !document.querySelector("dialog[open]") && !document.querySelector('[data-key="/"]')) {
      event.preventDefault();
      open();
    }
  });
  wire("[data-palette-open]", (button) => button.addEventListener("click", open));
});
