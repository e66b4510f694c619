// What every HTMX request has in common: token, loading bar, plain words on failure, focus kept after a swap.
import { csrfToken, say } from "./wire.js";
import { toast } from "./toast.js";
import { Dropdown } from "../vendor/bootstrap.min.js";

let running = 0;
const bar = () => document.getElementById("k-loading");
const quiet = (event) => event.detail.elt?.closest?.("[data-quiet]");

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = csrfToken();
  if (event.detail.verb === "get" && event.detail.elt.matches?.(".k-bar")) dropEmpty(event.detail.formData);
});
/* An address names only the filters that are set. */
function dropEmpty(data) {
  for (const name of new Set(data.keys())) {
    const set = data.getAll(name).filter((value) => value !== "");
    data.delete(name);
    for (const value of set) data.append(name, value);
  }
}
document.addEventListener("htmx:beforeRequest", (event) => {
  if (quiet(event)) return;
  running += 1;
  bar()?.classList.add("is-on");
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (quiet(event)) return;
  running = Math.max(0, running - 1);
  if (!running) bar()?.classList.remove("is-on");
});

document.addEventListener("htmx:sendError", (event) => { if (!quiet(event)) toast(say("offline"), "error"); });
document.addEventListener("htmx:timeout", (event) => { if (!quiet(event)) toast(say("offline"), "error"); });
document.addEventListener("htmx:responseError", (event) => {
  if (!quiet(event)) toast(problemText(event.detail.xhr), "error");
});

/** The sentence of a problem+json answer, or a general one that fits the status. */
export function problemText(xhr) {
  const type = xhr.getResponseHeader("Content-Type") ?? "";
  if (type.includes("json")) {
    try {
      const problem = JSON.parse(xhr.responseText);
      const fields = Object.values(problem.errors ?? {}).flat().filter((text) => typeof text === "string");
      return [problem.detail || problem.title, ...fields].filter(Boolean).join(" ") || say("failed");
    } catch { return say("failed"); }
  }
  if (type.startsWith("text/plain") && xhr.responseText.length < 400) return xhr.responseText;
  return say({ 401: "signed_out", 403: "denied", 404: "gone" }[xhr.status] ?? "failed");
}

// Messages of a whole page of which only a part is taken are shown all the same; a sign-in page is never put into a part.
document.addEventListener("htmx:beforeSwap", (event) => {
  const text = event.detail.xhr.responseText ?? "";
  if (text.includes('id="sign-in"')) {
    event.detail.shouldSwap = false;
    location.reload();
    return;
  }
  if (!text.includes("data-toast")) return;
  for (const message of new DOMParser().parseFromString(text, "text/html").querySelectorAll("[data-toast]")) {
    toast(message.textContent.trim(), (message.dataset.toast || "info").split(" ").pop());
  }
});

// The swapped-in part may hold what had the focus: find it again by id, name or place.
let held = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  const active = document.activeElement;
  held = null;
  if (!active || active === document.body || !event.detail.target?.contains?.(active)) return;
  held = {
    id: active.id, name: active.getAttribute("name"), value: ["radio", "checkbox"].includes(active.type) ? active.value : null,
    key: active.dataset.focusKey, menu: openMenu(active), start: active.selectionStart, end: active.selectionEnd,
  };
});
/* A filter menu that was open stays open, so that several boxes can be ticked one after the other. */
function openMenu(active) {
  const opener = active.closest(".dropdown-menu.show")?.parentElement?.querySelector("[data-bs-toggle=dropdown]");
  return opener?.dataset.focusKey;
}
function reopen(key) {
  const opener = key && document.querySelector(`[data-focus-key="${CSS.escape(key)}"]`);
  if (opener) Dropdown.getOrCreateInstance(opener).show();
}

document.addEventListener("htmx:afterSettle", (event) => {
  if (!held) return;
  const wanted = held;
  held = null;
  reopen(wanted.menu);
  if (document.activeElement && document.activeElement !== document.body) return;
  const found = (wanted.id && document.getElementById(wanted.id))
    || (wanted.key && document.querySelector(`[data-focus-key="${CSS.escape(wanted.key)}"]`))
    || (wanted.name && document.querySelector(`[name="${CSS.escape(wanted.name)}"]${wanted.value ? `[value="${CSS.escape(wanted.value)}"]` : ""}`));
  const target = found ?? event.detail.target;
  if (!found && target?.setAttribute && !target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
  target?.focus?.({ preventScroll: true });
  if (found && wanted.start != null && found.setSelectionRange) {
    try { found.setSelectionRange(wanted.start, wanted.end); } catch { /* not a text field */ }
  }
});
