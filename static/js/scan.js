// The scan page of one job: picking a shipment or a wave in the order of the bins, or checking while packing.
// The phone judges every scan at once, counts it, and leaves the sending to its queue.
import { ScanQueue, keepOffline } from "./scan-queue.js";
import { good, bad } from "./sound.js";
import { wire } from "./wire.js";

const read = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "{}");
const round = (value) => Math.round(value * 1e6) / 1e6;
const number = (text) => {
  const plain = String(text).replace(/\s/g, "").replace(",", ".");
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : NaN;
};

wire("[data-scan-job]", async (root) => {
  const texts = read("scan-texts");
  const say = (key, facts = {}) => (texts[key] ?? key).replace(/%\((\w+)\)s/g, (_, name) => facts[name] ?? "");
  const part = (name) => document.querySelector(`[data-scan-${name}]`);
  const input = part("form").elements.code;
  let job = read("scan-job"), here = 0, last = null, box = 1;
  const own = { name: `kept.scanned.${job.name}`, ids: [] }; // what this page scanned, to be undone
  try { own.ids = JSON.parse(sessionStorage.getItem(own.name)) ?? []; } catch { /* private mode */ }
  const remember = () => { try { sessionStorage.setItem(own.name, JSON.stringify(own.ids)); } catch { /* private mode */ } };
  const queue = new ScanQueue(
    { user: document.body.dataset.user ?? "", sendUrl: root.dataset.sendUrl, job: job.name },
    { fresh, refused, counted, changed: () => show() },
  );

  const mine = () => queue.waiting.filter((one) => one.stage === job.stage);
  const isUndone = (id) => queue.waiting.some((one) => one.kind === "undo" && one.target === id);
  /** What of a step waits on this phone: its scans, less those that were undone. */
  const pending = (step) => mine().reduce((sum, one) => {
    if (one.kind === "scan" && !one.seen && one.step === step.id && one.shipment === step.shipment) return sum + Number(one.base);
    if (one.kind === "undo" && one.step === step.id && one.shipment === step.shipment) return sum - Number(one.base);
    return sum;
  }, 0);
  const done = (step) => round(Math.max(0, Number(step.done) + pending(step)));
  const isShort = (step) => step.isShort || mine().some((one) => one.kind === "short" && String(one.line) === step.id);
  const isFinished = (shipment) => mine().some((one) => one.kind === "finish" && one.shipment === shipment);
  const shipmentOf = (step) => job.shipments.find((one) => one.number === step.shipment);
  const isOpen = (step) => Boolean(shipmentOf(step)?.isOpen) && !isFinished(step.shipment);
  const left = (step) => (isShort(step) || !isOpen(step) ? 0 : round(Number(step.asked) - done(step)));
  const isOver = () => !job.isOpen || job.shipments.every((one) => !one.isOpen || isFinished(one.number));
  const isComplete = () => job.steps.every((step) => left(step) <= 0);
  const now = () => job.steps[here];

  function fresh(found) {
    if (found.name !== job.name || found.stamp < job.stamp) return;
    const id = now()?.id;
    job = found;
    here = Math.max(0, job.steps.findIndex((step) => step.id === id));
    move();
    show();
  }
  /** The server has counted just what the phone had: what waited is now done. */
  function counted(actions) {
    for (const one of actions) {
      const step = job.steps.find((each) => each.id === one.step && each.shipment === one.shipment);
      if (step && !one.seen && one.stage === job.stage) step.done = String(round(Number(step.done) + (one.kind === "undo" ? -one.base : one.base)));
    }
    return job;
  }
  function refused(conflict) { no(conflict.text); queue.refresh(job.stateUrl); }

  /** Go to the first open step from here on, then from the start. */
  function move() {
    if (now() && left(now()) > 0) return;
    const order = [...job.steps.keys()];
    here = [...order.slice(here), ...order].find((place) => left(job.steps[place]) > 0) ?? here;
  }

  function message(text, isBad) {
    const spot = part("message");
    spot.textContent = text;
    spot.hidden = !text;
    spot.classList.toggle("is-bad", Boolean(isBad));
    const next = part("next");
    next.classList.remove("is-good", "is-bad");
    if (!text) return;
    void next.offsetWidth; // so that the same color can flash twice
    next.classList.add(isBad ? "is-bad" : "is-good");
    clearTimeout(message.timer);
    message.timer = setTimeout(() => { next.classList.remove("is-good", "is-bad"); if (!isBad) spot.hidden = true; }, isBad ? 4000 : 900);
  }
  function no(text) { bad(); message(text, true); }
  function yes(text) { good(); message(text, false); }

  /** A wrong scan counts nothing and goes to the server as evidence. */
  function miss(code, seen, text) {
    const step = now();
    if (step) queue.add({ kind: "scan", stage: job.stage, shipment: step.shipment, code, quantity: "1", location: step.bin, seen });
    no(text);
  }

  /** Count a scan onto a step; `base` is what it stands for in the item's own unit. */
  function take(step, quantity, base, code) {
    if (step.lotRefusal) { miss(code, step.lotRefusal, say(step.lotRefusal, { lot: step.lot })); return false; }
    if (base > left(step)) { miss(code, "too_many", say("too_many")); return false; }
    const id = queue.add({
      kind: "scan", stage: job.stage, shipment: step.shipment, step: step.id, code, quantity: String(round(quantity)), base: round(base),
      location: step.bin, lot: step.lot, ...(job.stage === "pick" ? { line: step.id } : { package: box }),
    });
    own.ids.push({ id, step: step.id, shipment: step.shipment, base: round(base) });
    remember();
    last = step.id;
    const slot = job.isWave ? ` · ${say("slot", { slot: step.slot })}` : "";
    close(step.shipment);
    move();
    yes(`${say("taken")}: ${step.sku}${slot}`);
    show();
    return true;
  }

  /** In a wave a shipment is finished by itself once nothing of it is left. */
  function close(shipment) {
    if (!job.isWave || isFinished(shipment)) return;
    const steps = job.steps.filter((step) => step.shipment === shipment);
    if (steps.some((step) => left(step) > 0) || !steps.some((step) => done(step) > 0)) return;
    if (mine().some((one) => one.kind === "short" && one.shipment === shipment)) return; // another bin may have it
    queue.add({ kind: "finish", stage: "pick", shipment, reason: "" });
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
    if ((unit || isLot(step, code)) && left(step) > 0) { take(step, 1, Number(unit?.factor ?? 1), code); return; }
    const other = job.steps.find((one) => left(one) > 0 && (unitOf(one, code) || isLot(one, code) || one.binCodes.includes(code)));
    if (other && other.binCodes.includes(code)) { here = job.steps.indexOf(other); yes(other.bin); show(); return; }
    if (other && job.stage === "pack") { here = job.steps.indexOf(other); take(other, 1, Number(unitOf(other, code)?.factor ?? 1), code); return; }
    if (other) { miss(code, "wrong_place", say("other_line", { bin: other.bin })); return; }
    const known = job.steps.some((one) => unitOf(one, code) || isLot(one, code));
    miss(code, known ? "too_many" : "wrong_item", known ? say("too_many") : say("wrong_item", { sku: step.sku }));
  }

  function show() {
    const step = now(), over = isOver(), complete = isComplete();
    const count = job.steps.filter((one) => left(one) <= 0).length;
    part("place").textContent = say("step", { place: count, count: job.steps.length });
    const total = job.steps.reduce((sum, one) => sum + (left(one) <= 0 ? 1 : done(one) / (Number(one.asked) || 1)), 0);
    part("bar").style.width = `${job.steps.length ? (total / job.steps.length) * 100 : 100}%`;
    part("where").textContent = complete ? "✓" : (step?.bin || step?.sku || "");
    part("what").textContent = complete ? say(job.stage === "pick" ? "all_done" : "all_checked") : step?.bin ? `${step.sku} ${step.name}` : (step?.name ?? "");
    part("count").textContent = complete || !step ? "" : say("of", { done: done(step), asked: Number(step.asked), unit: step.unit });
    part("lot").textContent = step?.lot ? say("lot", { lot: step.lot }) : "";
    part("lot").hidden = complete || !step?.lot;
    part("slot").textContent = step && job.isWave ? say("into_slot", { slot: step.slot, shipment: step.shipment }) : "";
    part("slot").hidden = complete || !job.isWave;
    if (part("box")) part("box").textContent = say("box", { box });
    const started = !complete && step && last === step.id;
    part("many").hidden = over || !started || left(step) <= 0;
    if (started) part("all").textContent = say("all", { left: left(step) });
    if (part("less")) part("less").disabled = complete || over;
    part("undo").disabled = !own.ids.length;
    const finish = part("finish");
    finish.textContent = complete ? say(job.stage === "pick" ? "finish_pick" : "finish_pack") : say("finish_short");
    finish.classList.toggle("btn-primary", complete);
    finish.hidden = job.isWave || (!complete && job.stage === "pack");
    list();
    state(over);
  }

  function state(over) {
    const spot = part("state"), count = queue.waiting.length;
    spot.classList.toggle("is-bad", queue.isOffline || queue.isSignedOut);
    if (queue.isSignedOut) spot.textContent = say("signed_out", { count });
    else if (queue.isOffline) spot.textContent = say("offline", { count });
    else spot.textContent = count ? say("waiting", { count }) : say("saved");
    part("sign-in").hidden = !queue.isSignedOut;
    part("others").hidden = !queue.others;
    part("others").textContent = queue.others ? say("others", { count: queue.others }) : "";
    conflicts();
    for (const name of ["next", "form", "foot"]) part(name).hidden = over;
    root.querySelector(".k-scan-tools").hidden = over;
    part("done").hidden = !over;
    if (!over) return;
    const kept = count > 0;
    const text = kept ? "kept_done" : job.stateText ? "done_elsewhere" : "wave_done";
    part("done-text").textContent = say(text, { state: job.stateText, count });
    part("many").hidden = true;
    stopCamera();
  }

  function conflicts() {
    const spot = part("conflicts");
    spot.hidden = !queue.conflicts.length;
    spot.querySelector("ul").replaceChildren(...queue.conflicts.map((one) => {
      const row = document.createElement("li");
      row.textContent = `${one.shipment} · ${one.code}: ${one.text}`;
      return row;
    }));
  }

  function list() {
    part("list").replaceChildren(...job.steps.map((step, place) => {
      const row = document.createElement("li"), button = document.createElement("button"), amount = document.createElement("small");
      button.type = "button";
      button.textContent = [step.bin, step.sku, step.name].filter(Boolean).join(" · ");
      amount.textContent = `${done(step)} / ${Number(step.asked)} ${step.unit}${job.isWave ? ` · ${say("slot", { slot: step.slot })}` : ""}`;
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
  part("understood").addEventListener("click", () => { queue.understood(); input.focus(); });

  // several at once, after one was scanned
  part("many").addEventListener("submit", (event) => {
    event.preventDefault();
    const field = event.target.elements.quantity, quantity = number(field.value);
    if (!(quantity > 0)) { no(say("give_quantity")); return; }
    if (take(now(), quantity, quantity, now().sku)) field.value = "";
    input.focus();
  });
  part("all").addEventListener("click", () => { take(now(), left(now()), left(now()), now().sku); input.focus(); });

  part("undo").addEventListener("click", () => {
    const scan = own.ids.pop();
    remember();
    if (!scan || isUndone(scan.id)) { no(say("nothing_to_undo")); return; }
    queue.add({ kind: "undo", stage: job.stage, target: scan.id, step: scan.step, shipment: scan.shipment, base: scan.base });
    here = Math.max(0, job.steps.findIndex((step) => step.id === scan.step));
    last = own.ids.some((one) => one.step === scan.step) ? scan.step : null;
    yes(say("undone"));
    show();
    input.focus();
  });

  // less in the bin than asked, finishing
  const dialog = part("dialog"), form = part("finish-form"), error = part("finish-error");
  let asks = "finish";
  function ask(what) {
    asks = what;
    part("finish-title").textContent = say(what === "less" ? "less" : job.stage === "pack" ? "finish_pack" : "finish_short");
    error.hidden = true;
    const short = part("short");
    if (short) {
      part("reason-field").hidden = false;
      const steps = what === "less" ? [now()] : job.steps.filter((step) => left(step) > 0);
      short.replaceChildren(...steps.map((step) => {
        const row = document.createElement("li");
        row.textContent = `${step.sku} ${step.name}: ${say("of", { done: done(step), asked: Number(step.asked), unit: step.unit })}`;
        return row;
      }));
    }
    dialog.showModal();
  }
  part("less")?.addEventListener("click", () => ask("less"));
  part("finish").addEventListener("click", () => {
    if (isComplete() && job.stage === "pick") queue.add({ kind: "finish", stage: "pick", shipment: job.number, reason: "" });
    else ask("finish");
  });
  part("close").addEventListener("click", () => { dialog.close(); input.focus(); });
  part("next-box")?.addEventListener("click", () => { box += 1; addBox(); show(); input.focus(); });
  function addBox() {
    const boxes = part("boxes"), place = boxes.children.length + 1, copy = boxes.firstElementChild.cloneNode(true);
    copy.querySelector("legend").textContent = boxes.dataset.label.replace("{n}", place);
    for (const field of copy.querySelectorAll("input")) { field.value = ""; field.id = `${field.name}-${place}`; }
    for (const label of copy.querySelectorAll("label")) label.htmlFor = label.htmlFor.replace(/-\d+$/, `-${place}`);
    boxes.append(copy);
    return copy;
  }
  part("add-box")?.addEventListener("click", () => addBox().querySelector("input").focus());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const reason = form.elements.reason?.value.trim() ?? "";
    if (job.stage === "pick" && !reason) { error.textContent = say("give_reason"); error.hidden = false; form.elements.reason.focus(); return; }
    dialog.close();
    if (form.elements.reason) form.elements.reason.value = "";
    if (asks === "less") {
      const step = now();
      queue.add({ kind: "short", stage: "pick", shipment: step.shipment, line: step.id, reason });
      move();
    } else if (job.stage === "pick") queue.add({ kind: "finish", stage: "pick", shipment: job.number, reason });
    else {
      const packages = [...part("boxes").children].map((one) => Object.fromEntries([...one.querySelectorAll("input")].map((field) => [field.name, field.value.trim()])));
      queue.add({ kind: "finish", stage: "pack", shipment: job.number, packages });
    }
    show();
    input.focus();
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

  // A wave's shipment whose short line found no other bin is finished once the server has said so.
  const closeAll = () => { if (job.isWave && job.isOpen) for (const one of job.shipments) if (one.isOpen) close(one.number); };
  input.focus();
  show();
  await queue.load();
  job = await queue.newest(job);
  move();
  show();
  root.dataset.ready = "";
  queue.told.fresh = (found) => { fresh(found); closeAll(); };
  queue.flush();
  keepOffline();
});
