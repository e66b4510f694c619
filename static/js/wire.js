// Behaviors are wired to markup by data- attributes, once per element, also after HTMX has put new markup in.
const behaviors = [];

/** Run `setup(element)` for every element that matches, now and whenever one arrives. */
export function wire(selector, setup) {
  const behavior = { selector, setup, seen: new WeakSet() };
  behaviors.push(behavior);
  if (document.readyState !== "loading") apply(behavior, document);
}

function apply({ selector, setup, seen }, root) {
  const found = [...root.querySelectorAll(selector)];
  if (root.matches?.(selector)) found.unshift(root);
  for (const element of found) {
    if (seen.has(element)) continue;
    seen.add(element);
    setup(element);
  }
}

function applyAll(root) {
  for (const behavior of behaviors) apply(behavior, root);
}

document.addEventListener("DOMContentLoaded", () => applyAll(document));
document.addEventListener("htmx:load", (event) => applyAll(event.detail.elt ?? event.target));

const source = () => document.getElementById("k-words");
let words;

/** A sentence in the reader's language; the page carries them in a JSON block. */
export function say(key, facts = {}) {
  words ??= JSON.parse(source()?.textContent ?? "{}");
  return (words[key] ?? key).replace(/%\((\w+)\)s/g, (_, name) => facts[name] ?? "");
}

/** Remember a choice of this browser. */
export const memory = {
  get(key) { try { return JSON.parse(localStorage.getItem(`kept.${key}`)); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(`kept.${key}`, JSON.stringify(value)); } catch { /* private mode */ } },
  setText(key, value) { try { localStorage.setItem(`kept.${key}`, value); } catch { /* private mode */ } },
};

/** An icon of the sprite, for markup that a script makes. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${document.body.dataset.icons}#${name}`);
  svg.append(use);
  return svg;
}

/** True while the reader is typing, so that single keys stay letters. */
export function isTyping(target) {
  return Boolean(target?.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true], [role=combobox]"));
}

/** The token that POST requests carry. */
export function csrfToken() {
  return document.body.dataset.csrf ?? "";
}
