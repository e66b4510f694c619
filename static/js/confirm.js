// A question before something that can not be undone. On a form's button or a HTMX element:
//   data-confirm="What will happen, in numbers" data-confirm-title data-confirm-verb data-confirm-danger
//   data-confirm-reason="reason" asks for a text and sends it under that name.
import { say } from "./wire.js";

const dialog = () => document.getElementById("k-confirm");

/** Ask; resolves to null (no) or to {reason}. */
export function ask(options) {
  const box = dialog();
  const part = (name) => box.querySelector(`[data-part="${name}"]`);
  part("title").textContent = options.title || say("confirm");
  part("text").textContent = options.text || "";
  part("yes").textContent = options.verb || say("go_on");
  part("yes").className = `btn ${options.danger ? "btn-danger" : "btn-primary"}`;
  const field = part("reason-field");
  const reason = part("reason");
  field.hidden = !options.reason;
  reason.required = Boolean(options.reason) && !options.optional;
  reason.value = "";
  box.returnValue = "";
  box.showModal();
  (options.reason ? reason : options.danger ? part("no") : part("yes")).focus();
  return new Promise((resolve) => {
    box.addEventListener("close", () => resolve(box.returnValue === "yes" ? { reason: reason.value.trim() } : null), { once: true });
  });
}

function optionsOf(element) {
  const { confirm, confirmTitle, confirmVerb, confirmDanger, confirmReason, confirmOptional } = element.dataset;
  return {
    text: confirm, title: confirmTitle, verb: confirmVerb || element.textContent.trim(), danger: confirmDanger !== undefined,
    reason: confirmReason, optional: confirmOptional !== undefined,
  };
}

function keep(form, name, value) {
  if (!name) return;
  let field = form.querySelector(`input[type=hidden][name="${CSS.escape(name)}"]`);
  if (!field) {
    field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    form.append(field);
  }
  field.value = value;
}

// plain forms
document.addEventListener("submit", async (event) => {
  const asker = event.submitter?.matches("[data-confirm]") ? event.submitter : event.target.matches("[data-confirm]") ? event.target : null;
  if (!asker || event.target.dataset.confirmed || isHtmx(event.target, event.submitter)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const form = event.target;
  const answer = await ask(optionsOf(asker));
  if (!answer) return;
  keep(form, asker.dataset.confirmReason, answer.reason);
  form.dataset.confirmed = "yes";
  form.requestSubmit(event.submitter ?? undefined);
  setTimeout(() => delete form.dataset.confirmed);
}, true);

function isHtmx(form, submitter) {
  const verbs = ["hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete"];
  return verbs.some((verb) => form.hasAttribute(verb) || submitter?.hasAttribute(verb));
}

// HTMX elements
document.addEventListener("htmx:confirm", async (event) => {
  const source = event.detail.elt;
  const submitter = event.detail.triggeringEvent?.submitter;
  const asker = [submitter, source].find((element) => element?.matches?.("[data-confirm]"));
  if (!asker) return;
  event.preventDefault();
  const answer = await ask(optionsOf(asker));
  if (!answer) return;
  const name = asker.dataset.confirmReason;
  if (name) {
    const form = source.matches("form") ? source : source.closest("form");
    if (form) keep(form, name, answer.reason);
    else source.setAttribute("hx-vals", JSON.stringify({ ...JSON.parse(source.getAttribute("hx-vals") || "{}"), [name]: answer.reason }));
  }
  event.detail.issueRequest(true);
});
