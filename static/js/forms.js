// Forms: sent once, never lost by accident, first error in view.
import { say, wire } from "./wire.js";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  delete form.dataset.dirty;
  event.submitter?.setAttribute("aria-busy", "true");
  const again = () => { delete form.dataset.sent; event.submitter?.removeAttribute("aria-busy"); };
  if (form.closest("[hx-post],[hx-get],[hx-put],[hx-patch],[hx-delete]") || event.submitter?.matches("[hx-post],[hx-get]")) {
    form.addEventListener("htmx:afterRequest", again, { once: true });
    setTimeout(again, 8000);
  } else {
    setTimeout(again, form.dataset.download !== undefined ? 1500 : 12_000);
  }
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-busy=true]")) button.removeAttribute("aria-busy");
});

// A form carries a key of the page it was filled in on: the server does it once, however often it is sent.
wire("form:not([data-download])", (form) => {
  if (form.getAttribute("method")?.toLowerCase() !== "post") return;  // a field called "method" hides the property
  const key = document.createElement("input");
  Object.assign(key, { type: "hidden", name: "form_key", value: newKey() });
  form.append(key);
});

function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// <form data-guard>: leaving with unsaved changes asks first
wire("form[data-guard]", (form) => form.addEventListener("input", () => { form.dataset.dirty = "yes"; }));
addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-dirty]")) { event.preventDefault(); event.returnValue = say("leave"); }
});

// <select data-autosubmit>
wire("[data-autosubmit]", (field) => field.addEventListener("change", () => field.form.requestSubmit()));

wire("[data-fill]", (button) => {
  button.addEventListener("click", () => {
    for (const [name, value] of Object.entries(JSON.parse(button.dataset.fill))) {
      const field = document.querySelector(`[name="${CSS.escape(name)}"]`);
      if (field) { field.value = value; field.dispatchEvent(new Event("input", { bubbles: true })); }
    }
    const form = document.querySelector(button.dataset.fillForm || "form");
    if (button.dataset.fillSubmit !== undefined) form?.requestSubmit();
  });
});

wire("form:not([data-still])", (form) => { form.querySelector("[aria-invalid=true]")?.focus(); });

wire("[data-drop]", (zone) => {
  const input = zone.querySelector("input[type=file]");
  for (const kind of ["dragover", "dragleave", "drop"]) {
    zone.addEventListener(kind, (event) => {
      event.preventDefault();
      zone.classList.toggle("is-over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
  }
  input.addEventListener("change", () => { if (input.files.length && zone.dataset.drop === "submit") input.form.requestSubmit(); });
});

wire("[data-reveal]", (button) => {
  const field = document.getElementById(button.dataset.reveal);
  button.addEventListener("click", () => {
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
  });
});
