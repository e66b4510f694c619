// A rule in three parts, built from what the apps lend: when, if, then. The sentence above says what it means.
import { csrfToken, wire } from "./wire.js";
import { toast } from "./toast.js";
import { readValue, takesNone, takesSeveral, takesTwo, valueText } from "./decision-cells.js";

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const make = (tag, props = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), props);
  element.append(...children);
  return element;
};
const COMPARED = ["eq", "ne", "lt", "le", "gt", "ge"];

wire("[data-rule-editor]", (root) => {
  const state = read("rule-state"), words = read("rule-words");
  const rule = state.content;
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  if (!state.can_edit) return;
  let version = state.version, timer = 0, savedText = JSON.stringify(rule);
  const dirty = () => JSON.stringify(rule) !== savedText;
  const facts = () => state.facts[rule.subject] ?? [];
  const factOf = (key) => facts().find((one) => one.key === key);
  window.addEventListener("beforeunload", (event) => { if (dirty()) event.preventDefault(); });

  function select(choices, value, done, label = "") {
    const pick = make("select", { className: "form-select", ariaLabel: label });
    if (!choices.some(([one]) => one === value)) pick.append(make("option", { value: "", textContent: words.choose }));
    for (const [one, text] of choices) pick.append(make("option", { value: one, textContent: text, selected: one === value }));
    pick.addEventListener("change", () => done(pick.value));
    return pick;
  }
  function input(value, done, props = {}) {
    const field = make("input", { className: "form-control", value: value ?? "", ...props });
    field.addEventListener("change", () => done(field.value));
    return field;
  }
  const labeled = (text, ...fields) => make("label", { className: "k-field" }, make("span", { className: "form-label", textContent: text }), ...fields);
  function button(text, done, className = "btn btn-sm") {
    const made = make("button", { type: "button", className, textContent: text });
    made.addEventListener("click", done);
    return made;
  }
  function changed(redraw = true) {
    if (redraw) draw();
    clearTimeout(timer);
    timer = setTimeout(check, 400);
  }

  /* when */
  function drawTrigger() {
    const t = rule.trigger, box = part("trigger");
    const kinds = Object.entries(state.trigger_words ?? {});
    const sets = state.sets.filter((one) => one.kind === rule.subject), ways = state.dwells.filter((one) => one.kind === rule.subject);
    const first = make("div", { className: "k-fields" },
      labeled(state.labels.about, select(state.kinds, rule.subject, (value) => {
        rule.subject = value;
        rule.conditions.tests = [];
        rule.actions = rule.actions.filter((one) => (state.actions[value] ?? []).some((known) => known.key === one.key));
        if (t.set) t.set = state.sets.find((one) => one.kind === value)?.key ?? "";
        changed();
      }, state.labels.about)),
      labeled(state.labels.kind, select(kinds, t.type, (value) => {
        rule.trigger = { event: { type: "event", events: [] }, threshold: { type: "threshold", set: sets[0]?.key ?? "", every_minutes: 60, events: [] }, schedule: { type: "schedule", set: sets[0]?.key ?? "", every: "day", hour: 8, weekday: 1, day: 1 }, dwell: { type: "dwell", dwell: ways[0]?.key ?? "", states: [], hours: 48 } }[value];
        changed();
      }, state.labels.kind)));
    box.replaceChildren(first);
    const more = make("div", { className: "k-fields" });
    if (t.type === "event" || t.type === "threshold") more.append(events(t));
    if (t.type === "threshold" || t.type === "schedule") more.append(labeled(state.labels.set, select(sets.map((one) => [one.key, one.label]), t.set, (value) => { t.set = value; changed(); }, state.labels.set)));
    if (t.type === "threshold") more.append(labeled(state.labels.every_minutes, input(t.every_minutes, (value) => { t.every_minutes = Math.round(Number(value)) || 60; changed(); }, { type: "number", min: 1, max: 1440 })));
    if (t.type === "schedule") {
      more.append(labeled(state.labels.every, select(state.every, t.every, (value) => { t.every = value; changed(); }, state.labels.every)));
      if (t.every === "week") more.append(labeled(state.labels.weekday, select(state.weekdays, String(t.weekday), (value) => { t.weekday = Number(value); changed(); }, state.labels.weekday)));
      if (t.every === "month") more.append(labeled(state.labels.day, input(t.day, (value) => { t.day = Number(value) || 1; changed(); }, { type: "number", min: 1, max: 28 })));
      if (t.every !== "hour") more.append(labeled(state.labels.hour, input(t.hour, (value) => { t.hour = Number(value); changed(); }, { type: "number", min: 0, max: 23 })));
    }
    if (t.type === "dwell") {
      more.append(labeled(state.labels.way, select(ways.map((one) => [one.key, one.label]), t.dwell, (value) => { t.dwell = value; t.states = []; changed(); }, state.labels.way)));
      const list = make("div", { className: "rl-ticks", role: "group", ariaLabel: state.labels.states });
      for (const [value, text] of ways.find((one) => one.key === t.dwell)?.states ?? []) {
        const tick = make("input", { type: "checkbox", className: "form-check-input", checked: t.states.includes(value) });
        tick.addEventListener("change", () => { t.states = tick.checked ? [...t.states, value] : t.states.filter((one) => one !== value); changed(false); });
        list.append(make("label", {}, tick, ` ${text}`));
      }
      more.append(make("div", { className: "k-field k-wide" }, make("span", { className: "form-label", textContent: state.labels.states }), list));
      more.append(labeled(state.labels.hours, input(t.hours, (value) => { t.hours = Number(value) || 1; changed(); }, { type: "number", min: 1, step: "any" })));
    }
    box.append(more);
  }
  function events(t) {
    const chips = make("div", { className: "rl-chips" });
    for (const name of t.events) {
      const text = state.events.find(([one]) => one === name)?.[1] ?? name;
      chips.append(make("span", { className: "rl-chip" }, text, button("×", () => { t.events = t.events.filter((one) => one !== name); changed(); }, "rl-chip-remove")));
    }
    const pick = select(state.events, "", (value) => { if (value && !t.events.includes(value)) t.events = [...t.events, value]; changed(); }, state.labels.event);
    return make("div", { className: "k-field k-wide" }, make("span", { className: "form-label", textContent: t.type === "event" ? state.labels.event : state.labels.event_too }), chips, pick);
  }

  /* if */
  function drawConditions() {
    const c = rule.conditions, box = part("conditions");
    box.replaceChildren();
    if (c.tests.length > 1) box.append(select([["all", words.all_of], ["any", words.any_of]], c.match, (value) => { c.match = value; changed(); }, words.condition));
    c.tests.forEach((test, index) => box.append(conditionRow(test, index)));
    box.append(button(`+ ${words.condition}`, () => { const fact = facts()[0]; if (fact) { c.tests.push(begun(fact)); changed(); } }));
    box.append(labeled(state.labels.expression, input(c.expression, (value) => { c.expression = value; changed(false); }, { className: "form-control rl-code", maxLength: 2000, spellcheck: false })));
  }
  function begun(fact) {
    const value = { number: 0, boolean: true, date: new Date().toISOString().slice(0, 10), text: fact.choices[0]?.[0] ?? "?", list: ["?"] }[fact.type];
    return { fact: fact.key, op: fact.type === "list" ? "has_any" : "eq", value };
  }
  function conditionRow(test, index) {
    const fact = factOf(test.fact) ?? { key: test.fact, label: test.fact, type: typeof test.value === "number" ? "number" : "text", choices: [] };
    const row = make("div", { className: "rl-row" });
    row.append(select(facts().map((one) => [one.key, one.label]), test.fact, (value) => { rule.conditions.tests[index] = begun(factOf(value)); changed(); }, words.condition));
    row.append(select(state.operators[fact.type].map((one) => [one.value, one.label]), test.op, (op) => {
      const first = Array.isArray(test.value) ? test.value[0] : test.value;
      delete test.other;
      test.op = op;
      if (takesNone(op)) delete test.value;
      else if (takesTwo(op)) test.value = [first ?? 0, (first ?? 0) + (fact.type === "number" ? 1 : "")];
      else if (takesSeveral(op)) test.value = Array.isArray(test.value) ? test.value : [first ?? "?"];
      else test.value = first ?? begun(fact).value;
      changed();
    }, state.labels.comparison));
    const others = facts().filter((one) => one.type === fact.type && one.key !== fact.key);
    if (COMPARED.includes(test.op) && others.length && fact.type === "number") {
      row.append(select([["", words.values.split(",")[0]], ["1", words.other_fact]], test.other ? "1" : "", (value) => { if (value) { test.other = others[0].key; delete test.value; } else { delete test.other; test.value = 0; } changed(); }, words.values));
    }
    if (test.other) row.append(select(others.map((one) => [one.key, one.label]), test.other, (value) => { test.other = value; changed(); }, words.other_fact));
    else if (!takesNone(test.op)) row.append(...values(test, fact));
    row.append(button("×", () => { rule.conditions.tests.splice(index, 1); changed(); }, "btn btn-sm btn-icon"));
    row.lastChild.ariaLabel = words.remove;
    return row;
  }
  function values(test, fact) {
    const refuse = () => toast(state.labels.not_understood, "error");
    if (takesTwo(test.op)) return [0, 1].map((index) => input(test.value[index], (text) => { const value = readValue(text, fact.type); if (value === undefined) refuse(); else { test.value[index] = value; changed(false); } }, { ariaLabel: `${fact.label} ${index ? words.to : words.from}` }));
    if (takesSeveral(test.op)) return [input(test.value.join(", "), (text) => { test.value = text.split(/[,，;；、]/).map((one) => readValue(one, fact.type === "list" ? "text" : fact.type)).filter((one) => one !== undefined); changed(false); }, { placeholder: words.values, ariaLabel: fact.label })];
    if (fact.type === "boolean") return [select([["1", words.yes], ["0", words.no]], test.value ? "1" : "0", (value) => { test.value = value === "1"; changed(false); }, fact.label)];
    if (fact.choices.length) return [select(fact.choices, test.value, (value) => { test.value = value; changed(false); }, fact.label)];
    return [input(valueText(test.value, words), (text) => { const value = readValue(text, fact.type); if (value === undefined) refuse(); else { test.value = value; changed(false); } }, { inputMode: fact.type === "number" ? "decimal" : "text", type: fact.type === "date" ? "date" : "text", ariaLabel: fact.label })];
  }

  /* then */
  function drawActions() {
    const box = part("actions"), known = state.actions[rule.subject] ?? [];
    box.replaceChildren();
    rule.actions.forEach((one, index) => {
      const action = known.find((each) => each.key === one.key);
      const row = make("div", { className: "rl-action" });
      const remove = button("×", () => { rule.actions.splice(index, 1); changed(); }, "btn btn-sm btn-icon");
      remove.ariaLabel = words.remove;
      row.append(make("div", { className: "rl-row" }, select(known.map((each) => [each.key, each.title]), one.key, (value) => { rule.actions[index] = { key: value, input: {} }; changed(); }, words.action), remove));
      for (const wanted of action?.inputs ?? []) row.append(actionInput(one.input, wanted));
      box.append(row);
    });
    box.append(button(`+ ${words.action}`, () => { rule.actions.push({ key: known[0]?.key ?? "", input: {} }); changed(); }));
  }
  function actionInput(given, wanted) {
    const set = (value) => { if (value === "" || value === null) delete given[wanted.name]; else given[wanted.name] = value; changed(false); };
    if (wanted.type === "recipients") return recipients(given, wanted);
    if (wanted.choices.length) return labeled(wanted.label, select(wanted.choices, given[wanted.name] ?? "", set, wanted.label));
    if (wanted.type === "role") return labeled(wanted.label, select(state.roles, given[wanted.name] ?? "", set, wanted.label));
    if (wanted.type === "boolean") return labeled(wanted.label, select([["1", words.yes], ["0", words.no]], given[wanted.name] ? "1" : "0", (value) => set(value === "1"), wanted.label));
    return labeled(wanted.label, input(given[wanted.name], set, { required: wanted.required, placeholder: wanted.type === "text" ? state.labels.places : "" }));
  }
  function recipients(given, wanted) {
    const to = typeof given[wanted.name] === "object" && given[wanted.name] ? given[wanted.name] : {};
    given[wanted.name] = to;
    const box = make("fieldset", { className: "rl-to" }, make("legend", { className: "form-label", textContent: wanted.label }));
    const roles = make("div", { className: "rl-ticks", role: "group", ariaLabel: words.roles });
    for (const [code, name] of state.roles) {
      const tick = make("input", { type: "checkbox", className: "form-check-input", checked: (to.roles ?? []).includes(code) });
      tick.addEventListener("change", () => { to.roles = tick.checked ? [...(to.roles ?? []), code] : to.roles.filter((one) => one !== code); changed(false); });
      roles.append(make("label", {}, tick, ` ${name}`));
    }
    const people = facts().filter((one) => one.key.endsWith("salesperson")).map((one) => [one.key, one.label]);
    box.append(roles, make("div", { className: "k-fields" },
      labeled(words.users, input((to.users ?? []).join(", "), (text) => { to.users = text.split(",").map((one) => one.trim()).filter(Boolean); changed(false); })),
      ...(people.length ? [labeled(words.field, select([["", "–"], ...people], to.field ?? "", (value) => { if (value) to.field = value; else delete to.field; changed(false); }, words.field))] : [])));
    return box;
  }

  /* checking, saving, trying */
  async function ask(url, body) {
    const answer = await fetch(url, { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrfToken() }, body: JSON.stringify(body) });
    return { ok: answer.ok, found: await answer.json().catch(() => ({})) };
  }
  function problems(found) {
    part("problems").replaceChildren(...Object.entries(found.errors ?? {}).slice(0, 10).map(([path, texts]) => make("li", { className: "k-tone-bad", textContent: `${texts.join(" ")} (${path})` })));
  }
  async function check() {
    const { ok, found } = await ask(state.urls.check, { content: rule });
    problems(ok ? {} : found);
    if (ok) for (const name of ["when", "holds", "then"]) part(name).textContent = found[name];
  }
  let saving = null; // a second click waits for the first
  const save = () => (saving ??= saved().finally(() => { saving = null; }));
  async function saved() {
    const head = Object.fromEntries([...root.querySelectorAll("[data-head]")].map((one) => [one.dataset.head, one.value]));
    const sent = JSON.stringify(rule);
    const { ok, found } = await ask(state.urls.save, { content: rule, version, ...head });
    if (!ok) { toast(found.detail ?? "", "error"); problems(found); return false; }
    savedText = sent;
    problems({});
    if (found.url) { window.location.assign(found.url); return true; }
    version = found.version;
    toast(words.saved.replace("%(number)s", found.number), "success");
    if (!document.querySelector("[data-rule-publish]")) window.location.reload();
    return true;
  }
  document.querySelector("[data-rule-save]")?.addEventListener("click", save);
  document.addEventListener("keydown", (event) => { if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") { event.preventDefault(); save(); } });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-rule-publish]") || !dirty()) return;
    event.preventDefault();
    save().then((ok) => { if (ok) event.target.submit(); });
  });
  root.querySelector("[data-dry-run]")?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const box = part("dry");
    box.textContent = words.running;
    const { ok, found } = await ask(state.urls.dry_run, { content: rule, days: Number(event.target.elements.days.value) });
    if (!ok) { box.textContent = found.detail ?? ""; problems(found); return; }
    const list = make("ul", { className: "dt-list" });
    for (const row of found.rows) {
      const held = row.conditions.map((one) => `${one.held ? "✓" : "✗"} ${one.text}${one.was ? ` (${one.was})` : ""}`).join(" · ");
      const item = make("li", { className: row.error ? "k-tone-bad" : "" }, make("strong", { textContent: row.document }), ` ${new Date(row.at).toLocaleString()} ${row.event}`);
      item.append(make("span", { className: "k-second", textContent: held }), make("span", { className: "k-second", textContent: `→ ${row.actions.map((one) => `${one.title}${one.text ? `: ${one.text}` : ""}`).join("; ")}` }));
      if (row.error) item.append(make("span", { className: "k-second", textContent: row.error }));
      list.append(item);
    }
    const total = words.looked_at.replace("%(count)s", found.looked_at).replace("%(fired)s", found.fired);
    box.replaceChildren(make("p", { textContent: `${found.rows.length ? total : `${total}. ${words.nothing}`}${found.is_cut ? ` ${words.cut}` : ""}` }), make("p", { className: "k-second", textContent: words.facts_today }), list);
  });

  function draw() { drawTrigger(); drawConditions(); drawActions(); }
  draw();
});
