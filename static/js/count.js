// Counting on the phone, bin after bin and blind. Answers are kept on the device until the server has them.
import { good, bad } from "./sound.js";
import { csrfToken, memory, wire } from "./wire.js";

const read = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "{}");
const fresh = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
const plain = (text) => {
  const value = String(text).replace(/\s/g, "").replace(",", ".");
  return /^\d+(\.\d+)?$/.test(value) ? value : "";
};

wire("[data-count-job]", (root) => {
  const texts = read("count-texts");
  const say = (key, facts = {}) => (texts[key] ?? key).replace(/%\((\w+)\)s/g, (_, name) => facts[name] ?? "");
  const part = (name) => document.querySelector(`[data-count-${name}]`);
  let job = read("count-job"), here = 0, isSending = false, isOffline = false;
  const store = `count.${document.body.dataset.user ?? ""}.${job.number}`;
  let queue = memory.get(store) ?? [];
  const keep = () => memory.set(store, queue);
  const answer = (step) => queue.findLast?.((one) => one.line === step.id)?.quantity ?? step.counted;
  const isDone = (step) => answer(step) !== null && answer(step) !== undefined;
  const now = () => job.steps[here];

  function next() {
    const order = [...job.steps.keys()];
    here = [...order.slice(here), ...order].find((place) => !isDone(job.steps[place])) ?? here;
  }

  function show() {
    const done = job.steps.filter(isDone).length, all = job.steps.length;
    part("place").textContent = `${done}/${all}`;
    part("bar").style.width = `${all ? (100 * done) / all : 100}%`;
    const step = now(), isOver = !job.isOpen || done === all;
    part("next").hidden = !step || isOver;
    part("form").hidden = part("scan").hidden = !job.isOpen || !step;
    part("done").hidden = !isOver;
    part("done-text").textContent = job.isOpen ? say("done") : say("done_elsewhere", { state: job.stateText });
    part("finish").hidden = !job.isOpen;
    if (step) {
      part("where").textContent = step.bin;
      part("what").textContent = `${step.sku} ${step.name}`;
      part("lot").hidden = !step.lot;
      part("lot").textContent = step.lot ? say("lot", { lot: step.lot }) : "";
      part("said").textContent = isDone(step) ? say("taken", { quantity: answer(step), unit: step.unit }) : say("how_many");
    }
    const state = part("state");
    state.classList.toggle("is-bad", isOffline && queue.length > 0);
    state.textContent = queue.length ? say(isOffline ? "offline" : "waiting", { count: queue.length }) : say("saved");
    list();
  }

  function list() {
    part("list").replaceChildren(...job.steps.map((step, place) => {
      const row = document.createElement("li"), button = document.createElement("button"), small = document.createElement("small");
      button.type = "button";
      button.append(`${step.bin} · ${step.sku}${step.lot ? ` · ${step.lot}` : ""}`, small);
      small.textContent = isDone(step) ? `${answer(step)} ${step.unit}` : "–";
      row.classList.toggle("is-done", isDone(step));
      if (place === here) row.setAttribute("aria-current", "step");
      button.addEventListener("click", () => { here = place; show(); focus(); });
      row.append(button);
      return row;
    }));
  }

  const focus = () => part("form").elements.quantity.focus();
  function tell(text, isBad) {
    const line = part("message");
    line.hidden = !text;
    line.textContent = text;
    line.classList.toggle("is-bad", Boolean(isBad));
    if (text) (isBad ? bad : good)();
  }

  function note(quantity) {
    const step = now();
    if (!step) return;
    if (job.isRecount && step.mine) return void tell(say("again"), true);
    queue.push({ key: fresh(), line: step.id, quantity, at: new Date().toISOString() });
    keep();
    tell(say("taken", { quantity, unit: step.unit }));
    part("form").reset();
    next();
    show();
    focus();
    send();
  }

  async function post(body) {
    const reply = await fetch(job.sendUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrfToken() },
      body: JSON.stringify(body),
    });
    return { status: reply.status, body: await reply.json().catch(() => ({})) };
  }

  async function send() {
    if (isSending) return;
    isSending = true;
    try {
      while (queue.length) {
        const { key, ...row } = queue[0];
        const reply = await post({ key, answers: [row] });
        if (reply.status >= 500 || reply.status === 429) break;
        queue = queue.filter((one) => one.key !== key);
        keep();
        if (reply.status === 200) job = reply.body;
        else tell(Object.values(reply.body.errors ?? {}).flat()[0] ?? reply.body.detail ?? "?", true);
        isOffline = false;
      }
    } catch { isOffline = true; }
    isSending = false;
    here = Math.min(here, Math.max(0, job.steps.length - 1));
    show();
  }

  part("scan").addEventListener("submit", (event) => {
    event.preventDefault();
    const code = event.target.elements.code.value.trim().toUpperCase();
    event.target.reset();
    if (!code) return;
    const is = (codes) => codes.some((one) => one.toUpperCase() === code);
    const at = now()?.bin;
    const order = [...job.steps.keys()];
    const found = order.find((place) => job.steps[place].bin === at && is(job.steps[place].codes))
      ?? order.find((place) => is(job.steps[place].codes) && !isDone(job.steps[place]));
    const bin = order.find((place) => is(job.steps[place].binCodes) && !isDone(job.steps[place])) ?? order.find((place) => is(job.steps[place].binCodes));
    if (found === undefined && bin === undefined) return void tell(say("wrong_code", { code }), true);
    here = found ?? bin;
    tell(found === undefined ? say("right_bin") : say("how_many"));
    show();
    focus();
  });
  part("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const quantity = plain(event.target.elements.quantity.value);
    if (quantity === "") return void tell(say("give_quantity"), true);
    note(quantity);
  });
  part("none").addEventListener("click", () => note("0"));
  part("finish").addEventListener("click", async () => {
    await send();
    if (queue.length) return;
    try {
      const reply = await post({ key: fresh(), answers: [], finish: true });
      if (reply.status === 200) location.assign(job.url);
      else tell(reply.body.detail ?? "?", true);
    } catch { isOffline = true; show(); }
  });
  window.addEventListener("online", send);
  setInterval(() => { if (queue.length) send(); }, 15000);
  next();
  show();
  send();
});
