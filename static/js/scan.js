// Picking and packing by scan: shows one next step, judges every code on the phone itself, and works on
// while the connection is away.
import { bad, good } from "./sound.js";
import { ScanStore } from "./scan-store.js";
import { wire } from "./wire.js";

const round = (number) => Math.round(number * 1e6) / 1e6;
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const number = (text) => {
  const plain = String(text).normalize("NFKC").replaceAll(",", "").trim();
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : NaN;
};

wire("[data-scan-job]", (root) => {
  const texts = read("scan-texts");
  const say = (key, facts = {}) => (texts[key] ?? key).replace(/%\((\w+)\)s/g, (_, name) => facts[name] ?? "");
  const part = (name) => document.querySelector(`[data-scan-${name}]`);
  const input = part("form").elements.code;
  let job = read("scan-job"), here = 0, last = null;
  const store = new ScanStore(job, { taken, refused, changed: show });

  const done = (step) => round(Number(step.done) + store.pending(step.id));
  const left = (step) => round(Number(step.asked) - done(step));
  const isOver = () => !job.isOpen;
  const isComplete = () => job.steps.every((step) => left(step) <= 0);
  const now = () => job.steps[here];

  function taken(fresh) { job = fresh; store.job = fresh; move(); show(); }
  function refused(text) { message(text, true); bad(); move(); }

  /** Go to the first open step from here on, then from the start. */
  function move() {
    if (now() && left(now()) > 0) return;
    const order = [...job.steps.keys()];
    here = [...order.slice(here), ...order].find((place) => left(job.steps[place]) > 0) ?? here;
  }

  function message(text, isBad) {
    const box = part("message");
    box.textContent = text;
    box.hidden = !text;
    box.classList.toggle("is-bad", Boolean(isBad));
    const next = part("next");
    next.classList.remove("is-good", "is-bad");
    if (!text) return;
    void next.offsetWidth; // so that the same color can flash twice
    next.classList.add(isBad ? "is-bad" : "is-good");
    clearTimeout(message.timer);
    message.timer = setTimeout(() => { next.classList.remove("is-good", "is-bad"); if (!isBad) box.hidden = true; }, isBad ? 4000 : 900);
  }
  function no(text) { bad(); message(text, true); }
  function yes(text) { good(); message(text, false); }

  /** Count a quantity onto a step; a finished line before it is sent as a batch of its own. */
  function take(step, quantity, code) {
    if (quantity > left(step)) { no(say("too_many")); return false; }
    if (job.stage === "pick" && store.scans.length && store.scans.at(-1).step !== step.id) store.pack({ partial: true });
    store.add({ step: step.id, item: step.item, code, quantity: String(round(quantity)), location: step.bin, lot: step.lot });
    last = step.id;
    move();
    yes(`${say("taken")}: ${step.sku}`);
    show();
    return true;
  }

  const unitOf = (step, code) => step.codes.find((one) => one.code.toLowerCase() === code.toLowerCase());
  const isLot = (step, code) => step.lot === code || (step.lotCodes ?? []).includes(code);

  /** What a scanned code means for the step that is shown. */
  function judge(raw) {
    const code = raw.trim();
    if (!code || isOver()) return;
    const step = now();
    if (step.binCodes.includes(code)) { yes(say("right_bin")); return; }
    const unit = unitOf(step, code);
    if ((unit || isLot(step, code)) && left(step) > 0) { take(step, Number(unit?.factor ?? 1), code); return; }
    const other = job.steps.find((one) => left(one) > 0 && (unitOf(one, code) || isLot(one, code) || one.binCodes.includes(code)));
    if (other && other.binCodes.includes(code)) { here = job.steps.indexOf(other); yes(other.bin); show(); return; }
    if (other && job.stage === "pack") { here = job.steps.indexOf(other); take(other, Number(unitOf(other, code)?.factor ?? 1), code); return; }
    if (other) { no(say("other_line", { bin: other.bin })); return; }
    const known = job.steps.some((one) => unitOf(one, code) || isLot(one, code));
    no(known ? say("too_many") : say("wrong_item", { sku: step.sku }));
  }

  function show() {
    const step = now(), over = isOver(), complete = isComplete();
    const count = job.steps.filter((one) => left(one) <= 0).length;
    part("place").textContent = say("step", { place: count, count: job.steps.length });
    const total = job.steps.reduce((sum, one) => sum + Math.min(1, done(one) / (Number(one.asked) || 1)), 0);
    part("bar").style.width = `${job.steps.length ? (total / job.steps.length) * 100 : 100}%`;
    part("where").textContent = complete ? "✓" : (step?.bin || step?.sku || "");
    part("what").textContent = complete ? say(job.stage === "pick" ? "all_done" : "all_checked") : step.bin ? `${step.sku} ${step.name}` : step.name;
    part("count").textContent = complete || !step ? "" : say("of", { done: done(step), asked: Number(step.asked), unit: step.unit });
    part("lot").textContent = step?.lot ? say("lot", { lot: step.lot }) : "";
    part("lot").hidden = complete || !step?.lot;
    const started = !complete && step && last === step.id;
    part("many").hidden = over || !started || left(step) <= 0;
    if (started) part("all").textContent = say("all", { left: left(step) });
    part("undo").disabled = !store.scans.length;
    const finish = part("finish");
    finish.textContent = complete ? say(job.stage === "pick" ? "finish_pick" : "finish_pack") : say("finish_short");
    finish.classList.toggle("btn-primary", complete);
    finish.hidden = !complete && job.stage === "pack";
    finish.disabled = store.queue.some((batch) => !batch.body.partial);
    list();
    state(over);
  }

  function state(over) {
    const box = part("state");
    box.classList.toggle("is-bad", store.isOffline);
    if (store.isOffline) box.textContent = say("offline", { count: store.queue.length });
    else if (store.queue.length) box.textContent = say("waiting");
    else box.textContent = store.scans.length ? say("unsaved", { count: store.scans.length }) : say("saved");
    for (const name of ["next", "form", "foot"]) part(name).hidden = over;
    root.querySelector(".k-scan-tools").hidden = over;
    part("done").hidden = !over;
    if (over) { part("done-text").textContent = say("done_elsewhere", { state: job.stateText }); part("many").hidden = true; stopCamera(); }
  }

  function list() {
    part("list").replaceChildren(...job.steps.map((step, place) => {
      const row = document.createElement("li"), button = document.createElement("button"), amount = document.createElement("small");
      button.type = "button";
      button.textContent = [step.bin, step.sku, step.name].filter(Boolean).join(" · ");
      amount.textContent = `${done(step)} / ${Number(step.asked)} ${step.unit}`;
      button.append(amount);
      row.classList.toggle("is-done", left(step) <= 0);
      if (place === here) row.setAttribute("aria-current", "step");
      button.addEventListener("click", () => { here = place; message("", false); show(); input.focus(); });
      row.append(button);
      return row;
    }));
  }

  // codes: from the scanner (it types and presses Enter), from the keys, from the camera
  part("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const code = input.value;
    input.value = "";
    judge(code);
    input.focus();
  });
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, button, summary, dialog, a");
    if (!isTyping && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) input.focus();
  });
  part("keys").addEventListener("click", (event) => {
    const typed = input.inputMode === "none";
    input.inputMode = typed ? "text" : "none";
    event.currentTarget.setAttribute("aria-pressed", String(typed));
    input.focus();
  });

  // several at once, after one was scanned
  part("many").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = event.target.elements.quantity, quantity = number(field.value);
    if (!(quantity > 0)) { no(say("give_quantity")); return; }
    if (take(now(), quantity, now().sku)) field.value = "";
    input.focus();
  });
  part("all").addEventListener("click", () => { take(now(), left(now()), now().sku); input.focus(); });

  part("undo").addEventListener("click", () => {
    const scan = store.undo();
    if (!scan) { no(say("nothing_to_undo")); return; }
    here = Math.max(0, job.steps.findIndex((step) => step.id === scan.step));
    last = store.scans.some((one) => one.step === scan.step) ? scan.step : null;
    yes(say("undone"));
    show();
    input.focus();
  });

  // finishing
  const dialog = part("dialog"), form = part("finish-form"), error = part("finish-error");
  part("finish").addEventListener("click", () => {
    const complete = isComplete();
    if (complete && job.stage === "pick") { store.pack({ partial: false, short_reason: "" }); return; }
    part("finish-title").textContent = say(complete ? "finish_pack" : "finish_short");
    error.hidden = true;
    const short = part("short");
    if (short) {
      part("reason-field").hidden = false;
      short.replaceChildren(...job.steps.filter((step) => left(step) > 0).map((step) => {
        const row = document.createElement("li");
        row.textContent = `${step.sku} ${step.name}: ${say("of", { done: done(step), asked: Number(step.asked), unit: step.unit })}`;
        return row;
      }));
    }
    dialog.showModal();
  });
  part("close").addEventListener("click", () => { dialog.close(); input.focus(); });
  part("add-box")?.addEventListener("click", (event) => {
    const boxes = part("boxes"), place = boxes.children.length + 1, box = boxes.firstElementChild.cloneNode(true);
    const label = box.querySelector("label"), field = box.querySelector("input");
    label.htmlFor = field.id = `box-${place}`;
    label.textContent = event.currentTarget.dataset.label.replace("{n}", place);
    field.value = "";
    boxes.append(box);
    field.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const reason = form.elements.reason?.value.trim() ?? "";
    if (job.stage === "pick" && !reason) { error.textContent = say("give_reason"); error.hidden = false; form.elements.reason.focus(); return; }
    const weights = [...form.querySelectorAll("[name=weight]")].map((field) => field.value.trim());
    dialog.close();
    store.pack(job.stage === "pick" ? { partial: false, short_reason: reason } : { weights });
  });

  // camera
  const video = part("video"), cameraButton = part("camera");
  let stream = null, seen = "";
  function stopCamera() {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    video.hidden = true;
    cameraButton.setAttribute("aria-pressed", "false");
  }
  cameraButton.addEventListener("click", async () => {
    if (stream) { stopCamera(); return; }
    try {
      const detector = new BarcodeDetector();
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.srcObject = stream;
      video.hidden = false;
      cameraButton.setAttribute("aria-pressed", "true");
      await video.play();
      watch(detector);
    } catch { stopCamera(); no(say("no_camera")); }
  });
  async function watch(detector) {
    while (stream) {
      const found = await detector.detect(video).catch(() => []);
      const code = found[0]?.rawValue ?? "";
      if (code && code !== seen) judge(code);
      seen = code; // the same code counts again once it was out of sight
      await new Promise((resolve) => { setTimeout(resolve, 350); });
    }
  }

  move();
  show();
  if (store.queue.length) store.flush();
  input.focus();
});
