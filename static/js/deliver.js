// Proof of delivery: a signature drawn with the finger goes with the form as a picture.
import { wire } from "./wire.js";

wire("[data-deliver]", (form) => {
  const pad = form.querySelector("[data-signature]"), pen = pad.getContext("2d"), error = form.querySelector("[data-deliver-error]");
  let isDrawn = false, last = null;
  function fit() {
    const ratio = devicePixelRatio || 1;
    pad.width = pad.clientWidth * ratio;
    pad.height = pad.clientHeight * ratio;
    pen.scale(ratio, ratio);
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, pad.width, pad.height);
    pen.lineWidth = 2.5;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = "#111";
    isDrawn = false;
  }
  const spot = (event) => { const box = pad.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
  pad.addEventListener("pointerdown", (event) => { pad.setPointerCapture(event.pointerId); last = spot(event); });
  pad.addEventListener("pointermove", (event) => {
    if (!last) return;
    const next = spot(event);
    pen.beginPath();
    pen.moveTo(...last);
    pen.lineTo(...next);
    pen.stroke();
    last = next;
    isDrawn = true;
  });
  for (const name of ["pointerup", "pointercancel"]) pad.addEventListener(name, () => { last = null; });
  form.querySelector("[data-signature-clear]").addEventListener("click", fit);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = new FormData(form), button = form.querySelector("button.btn-primary");
    if (!body.get("photo")?.size) body.delete("photo");
    if (isDrawn) body.append("signature", await new Promise((resolve) => { pad.toBlob(resolve, "image/png"); }), "signature.png");
    button.disabled = true;
    const tell = (text) => { error.textContent = text; error.hidden = false; button.disabled = false; };
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      const told = await answer.json();
      if (answer.ok) { location.href = told.url; return; }
      tell([...new Set(Object.values(told.errors ?? {}).flat())].join(" ") || told.detail || told.title);
    } catch { tell(form.dataset.offline); }
  });
  fit();
});
