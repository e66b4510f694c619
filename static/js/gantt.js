// The Gantt chart: a bar is dragged along its line or to another machine; what it is dropped on is asked of the server.
import { toast } from "./toast.js";
import { csrfToken, wire } from "./wire.js";

const STEP = 5 * 60 * 1000;

wire("[data-gantt-may]", (chart) => {
  const starts = Number(chart.dataset.starts), span = Number(chart.dataset.span);
  let held = null;

  const lineAt = (x, y) => document.elementsFromPoint(x, y).find((one) => one.matches?.(".k-gantt-line"));

  chart.addEventListener("pointerdown", (event) => {
    const bar = event.target.closest(".k-gantt-bar[data-movable]");
    if (!bar || event.button !== 0 || event.pointerType === "touch") return;
    const line = bar.closest(".k-gantt-line");
    held = { bar, line, home: line, x: event.clientX, left: parseFloat(bar.style.left), top: bar.style.top, isMoved: false, id: event.pointerId };
  });

  chart.addEventListener("pointermove", (event) => {
    if (!held || event.pointerId !== held.id) return;
    const by = event.clientX - held.x;
    if (!held.isMoved && Math.abs(by) < 5) return;
    if (!held.isMoved) {
      held.isMoved = true;
      held.bar.setPointerCapture(held.id);
      held.bar.classList.add("is-held");
    }
    held.bar.style.left = `${held.left + (by / held.line.clientWidth) * 100}%`;
    const over = lineAt(event.clientX, event.clientY);
    for (const line of chart.querySelectorAll(".is-target")) line.classList.remove("is-target");
    if (over) {
      over.classList.add("is-target");
      held.over = over;
    }
  });

  const back = (one) => {
    one.bar.style.left = `${one.left}%`;
    one.bar.classList.remove("is-held");
    for (const line of chart.querySelectorAll(".is-target")) line.classList.remove("is-target");
  };

  chart.addEventListener("pointercancel", () => {
    if (held) back(held);
    held = null;
  });

  chart.addEventListener("pointerup", (event) => {
    const one = held;
    held = null;
    if (!one?.isMoved) return;
    event.preventDefault();
    one.bar.addEventListener("click", (click) => { click.preventDefault(); click.stopPropagation(); }, { once: true, capture: true });
    const at = starts + Math.round(((parseFloat(one.bar.style.left) / 100) * span) / STEP) * STEP;
    send(one, at, one.over ?? one.home);
  });

  async function send(one, at, line) {
    const body = new URLSearchParams({ starts_at: new Date(at).toISOString(), machine: line.dataset.machine, center: line.dataset.center });
    one.bar.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(one.bar.dataset.movable, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": csrfToken() },
        body,
      });
      if (answer.ok) {
        window.location.reload();
        return;
      }
      const problem = await answer.json();
      toast(Object.values(problem.errors ?? {}).flat().join(" ") || problem.detail, "error");
    } catch {
      toast(chart.dataset.offline, "error");
    }
    one.bar.removeAttribute("aria-busy");
    back(one);
  }
});
