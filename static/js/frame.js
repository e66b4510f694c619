// The frame: navigation, theme, bell, and the keys that work everywhere.
import { Dropdown, Tooltip } from "../vendor/bootstrap.min.js";
import { isTyping, memory, wire } from "./wire.js";

// Menus in a scrolling table are not cut off.
Dropdown.Default.popperConfig = { strategy: "fixed" };

const root = document.documentElement;

wire("[data-nav-fold]", (button) => {
  const show = () => button.setAttribute("aria-expanded", String(root.dataset.nav !== "narrow"));
  show();
  button.addEventListener("click", () => {
    root.dataset.nav = root.dataset.nav === "narrow" ? "wide" : "narrow";
    memory.setText("nav", root.dataset.nav);
    show();
  });
});

function openNav(open) {
  const nav = document.getElementById("k-nav");
  const shade = document.getElementById("k-shade");
  nav?.classList.toggle("is-open", open);
  if (shade) shade.hidden = !open;
  for (const opener of document.querySelectorAll("[data-nav-open]")) opener.setAttribute("aria-expanded", String(open));
  if (open) nav?.querySelector("a")?.focus();
}
wire("[data-nav-open]", (button) => button.addEventListener("click", () => openNav(true)));
wire("#k-shade", (shade) => shade.addEventListener("click", () => openNav(false)));

const system = matchMedia("(prefers-color-scheme: dark)");
function paint(choice) {
  root.dataset.themeChoice = choice;
  root.dataset.bsTheme = choice === "dark" || (choice === "auto" && system.matches) ? "dark" : "light";
  for (const option of document.querySelectorAll("[data-theme-set]")) {
    option.setAttribute("aria-pressed", String(option.dataset.themeSet === choice));
  }
  document.dispatchEvent(new CustomEvent("kept:theme"));
}
system.addEventListener("change", () => paint(root.dataset.themeChoice));
wire("[data-theme-set]", (button) => {
  button.setAttribute("aria-pressed", String(button.dataset.themeSet === root.dataset.themeChoice));
  button.addEventListener("click", () => {
    memory.setText("theme", button.dataset.themeSet);
    paint(button.dataset.themeSet);
  });
});

// The bell asks only while somebody looks.
wire("[data-bell]", (bell) => {
  const ask = () => { if (!document.hidden) window.htmx?.trigger(bell, "ring"); };
  setInterval(ask, 30_000);
  document.addEventListener("visibilitychange", ask);
  document.addEventListener("kept:alerts", ask);
  listen(bell.dataset.live);
});

// News come by server-sent events while somebody looks; where they can't, the bell asks every half minute.
function listen(address) {
  if (!address || !window.EventSource) return;
  let source = null;
  let last = null;
  const open = () => {
    if (source || document.hidden) return;
    source = new EventSource(address);
    source.addEventListener("news", (event) => {
      if (last !== null && event.data !== last) document.dispatchEvent(new CustomEvent("kept:alerts"));
      last = event.data;
    });
  };
  const close = () => { source?.close(); source = null; };
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  window.addEventListener("pagehide", close);
  setTimeout(open, 1500);
}

// `data-key="n"` on a link or button makes it answer to that key.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") openNav(false);
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const wanted = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!wanted || wanted.disabled) return;
  event.preventDefault();
  if (wanted.matches("input, select, textarea")) wanted.focus();
  else wanted.click();
});

wire('[data-bs-toggle="tooltip"]', (element) => Tooltip.getOrCreateInstance(element));

wire("[data-copy]", (button) => {
  button.addEventListener("click", async () => {
    await navigator.clipboard?.writeText(button.dataset.copy);
    const { toast } = await import("./toast.js");
    const { say } = await import("./wire.js");
    toast(say("copied"), "success");
  });
});

// Tabs remember themselves in the address, so that a link leads to the right one.
wire('[data-bs-toggle="tab"][data-tab]', (tab) => {
  tab.addEventListener("shown.bs.tab", () => history.replaceState(history.state, "", `#${tab.dataset.tab}`));
  if (location.hash === `#${tab.dataset.tab}`) queueMicrotask(() => tab.click());
});

wire("[data-print]", (button) => button.addEventListener("click", () => window.print()));

/* A long stepper on a phone starts at the step where the document stands. */
wire(".k-steps", (steps) => {
  const here = steps.querySelector(".is-here, .is-end");
  if (here) steps.scrollLeft = here.offsetLeft - steps.offsetLeft - 48;
});
