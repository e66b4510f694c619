// Type-ahead after the ARIA 1.2 combobox pattern. The endpoint answers [{value, label, detail}] to ?q=.
// Events on the text field: "combobox:chosen" with the option, "combobox:cleared".
import { say, wire } from "./wire.js";

wire("[data-combobox]", (box) => {
  const input = box.querySelector("[role=combobox]");
  const hidden = box.querySelector("input[type=hidden]");
  const list = box.querySelector("[role=listbox]");
  const status = box.querySelector("[role=status]");
  const least = Number(box.dataset.min ?? 1);
  let options = [], place = -1, timer = 0, request = null, chosenText = input.value, wanted = false;

  // The list stands in the top layer, so that no scrolling table and no dialog cuts it off.
  const isOpen = () => list.matches(":popover-open");
  function open() {
    if (!isOpen()) {
      list.showPopover();
      addEventListener("scroll", settle, { capture: true, passive: true });
      addEventListener("resize", settle, { passive: true });
    }
    settle();
    input.setAttribute("aria-expanded", "true");
  }
  function settle() {
    if (!input.isConnected) { close(); return; }
    const field = input.getBoundingClientRect();
    const below = innerHeight - field.bottom, up = below < 180 && field.top > below;
    list.style.minWidth = `${field.width}px`;
    list.style.maxHeight = `${Math.min(320, Math.max(120, (up ? field.top : below) - 12))}px`;
    list.style.left = `${Math.max(8, Math.min(field.left, innerWidth - list.offsetWidth - 8))}px`;
    list.style.top = up ? "auto" : `${field.bottom + 3}px`;
    list.style.bottom = up ? `${innerHeight - field.top + 3}px` : "auto";
  }
  function close() {
    if (isOpen()) list.hidePopover();
    removeEventListener("scroll", settle, { capture: true });
    removeEventListener("resize", settle);
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    place = -1;
  }
  function note(text) {
    const row = document.createElement("li");
    row.className = "k-options-note";
    row.setAttribute("role", "option");
    row.setAttribute("aria-disabled", "true");
    row.textContent = text;
    list.replaceChildren(row);
    open();
    if (status) status.textContent = text;
  }
  function mark(index) {
    if (!options.length) return;
    place = (index + options.length) % options.length;
    [...list.children].forEach((row, number) => row.setAttribute("aria-selected", String(number === place)));
    input.setAttribute("aria-activedescendant", list.children[place].id);
    list.children[place].scrollIntoView({ block: "nearest" });
  }
  function show(found) {
    options = found;
    if (!options.length) { note(say("none_found")); return; }
    list.replaceChildren(...options.map(row));
    open();
    if (status) status.textContent = say("results", { n: options.length });
    mark(0);
  }
  function row(option, index) {
    const item = document.createElement("li");
    item.id = `${input.id}-option-${index}`;
    item.className = "k-option";
    item.setAttribute("role", "option");
    const text = document.createElement("span");
    text.append(...highlighted(option.label, input.value.trim()));
    item.append(text);
    if (option.detail) {
      const detail = document.createElement("small");
      detail.textContent = option.detail;
      item.append(detail);
    }
    item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(option); });
    return item;
  }
  function choose(option) {
    hidden.value = option.value;
    input.value = option.label;
    chosenText = option.label;
    input.setCustomValidity("");
    close();
    hidden.dispatchEvent(new Event("change", { bubbles: true }));
    input.dispatchEvent(new CustomEvent("combobox:chosen", { bubbles: true, detail: option }));
  }
  function clear() {
    if (!hidden.value) return;
    hidden.value = "";
    hidden.dispatchEvent(new Event("change", { bubbles: true }));
    input.dispatchEvent(new CustomEvent("combobox:cleared", { bubbles: true }));
  }
  async function look() {
    request?.abort();
    request = new AbortController();
    const url = new URL(box.dataset.combobox, location.href);
    url.searchParams.set("q", input.value.trim());
    for (const name of (box.dataset.with ?? "").split(/[ ,]+/).filter(Boolean)) {
      const other = (input.form ?? document).querySelector(`[name="${CSS.escape(name)}"]`);
      if (other?.value) url.searchParams.set(name, other.value);
    }
    try {
      const answer = await fetch(url, { signal: request.signal, headers: { Accept: "application/json" } });
      const body = answer.ok ? await answer.json() : [];
      if (document.activeElement !== input) return;
      show(Array.isArray(body) ? body : (body.results ?? []));
      if (wanted && options.length) { wanted = false; choose(options[0]); }
    } catch (error) { if (error.name !== "AbortError") note(say("offline")); }
  }
  function later(delay) { clearTimeout(timer); timer = setTimeout(look, delay); }

  input.addEventListener("input", () => {
    if (input.value !== chosenText) clear();
    chosenText = null;
    wanted = false;
    if (input.value.trim().length < least) { clearTimeout(timer); request?.abort(); close(); return; }
    later(120);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (isOpen()) mark(place + (event.key === "ArrowDown" ? 1 : -1));
      else later(0);
    } else if (event.key === "Enter" && (isOpen() || (!hidden.value && input.value.trim()))) {
      event.preventDefault();
      if (isOpen() && options[place]) choose(options[place]);
      else if (input.value.trim().length >= least) { wanted = true; later(0); }
    } else if (event.key === "Tab" && isOpen() && options[place] && !hidden.value) {
      choose(options[place]);
    } else if (event.key === "Escape" && isOpen()) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (isOpen() && (event.key === "Home" || event.key === "End") && event.ctrlKey) {
      event.preventDefault();
      mark(event.key === "Home" ? 0 : options.length - 1);
    }
  });
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", () => {
    close();
    const loose = input.value.trim() && !hidden.value && !box.dataset.free;
    input.classList.toggle("is-invalid", Boolean(loose));
    input.setAttribute("aria-invalid", String(Boolean(loose)));
    if (box.dataset.free) hidden.value ||= input.value.trim();
  });
});

function highlighted(text, query) {
  const at = query ? text.toLowerCase().indexOf(query.toLowerCase()) : -1;
  if (at < 0) return [text];
  const mark = document.createElement("mark");
  mark.textContent = text.slice(at, at + query.length);
  return [text.slice(0, at), mark, text.slice(at + query.length)];
}
