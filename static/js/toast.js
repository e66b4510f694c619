// Short messages at the edge of the page: from Django messages, from HX-Trigger, and from scripts.
import { icon, say, wire } from "./wire.js";

const looks = {
  success: ["good", "circle-check"], info: ["info", "info-circle"], debug: ["neutral", "info-circle"],
  warning: ["wait", "alert-triangle"], error: ["bad", "alert-octagon"], danger: ["bad", "alert-octagon"],
};

/** Show a message; errors stay until they are closed. */
export function toast(text, level = "info") {
  const region = document.getElementById("k-toasts");
  if (!region || !text) return;
  const [tone, mark] = looks[level] ?? looks.info;
  if ([...region.children].some((shown) => shown.dataset.text === text)) return;
  const box = document.createElement("div");
  box.className = `k-toast k-tone-${tone}`;
  box.dataset.text = text;
  if (tone === "bad") box.setAttribute("role", "alert");
  const words = document.createElement("p");
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.setAttribute("aria-label", say("dismiss"));
  close.append(icon("x"));
  close.addEventListener("click", () => box.remove());
  box.append(icon(mark), words, close);
  region.append(box);
  if (tone !== "bad") leaveLater(box, 3500 + Math.min(text.length, 120) * 50);
}

function leaveLater(box, delay) {
  let timer = setTimeout(() => box.remove(), delay);
  box.addEventListener("mouseenter", () => clearTimeout(timer));
  box.addEventListener("mouseleave", () => { timer = setTimeout(() => box.remove(), 2000); });
}

wire("[data-toast]", (element) => {
  toast(element.textContent.trim(), (element.dataset.toast || "info").split(" ").pop());
  element.remove();
});

// HX-Trigger: {"toast": {"level": "success", "text": "…"}} or {"toasts": [{…}, {…}]}
document.addEventListener("toast", (event) => toast(event.detail.text ?? event.detail.value, event.detail.level));
document.addEventListener("toasts", (event) => {
  const all = event.detail.value ?? event.detail;
  for (const one of Array.isArray(all) ? all : []) toast(one.text, one.level);
});
