// The inbox: j k move, x ticks, Enter opens, a approves, r rejects; the list renews itself when there is news.
import { isTyping, say, wire } from "./wire.js";

const wide = matchMedia("(min-width: 1100px)");

wire("[data-inbox]", (box) => {
  const list = () => document.getElementById("inbox-list");
  const panel = document.getElementById("task-panel");
  const tasks = () => [...(list()?.querySelectorAll("[data-task]") ?? [])];
  const picks = () => [...(list()?.querySelectorAll("[data-task-pick]") ?? [])];
  const bar = document.querySelector("[data-task-bulk]");
  let here = "";

  function show(task, { focus = true } = {}) {
    if (!task) return;
    for (const one of tasks()) one.classList.toggle("is-here", one === task);
    if (focus) {
      task.focus({ preventScroll: true });
      task.scrollIntoView({ block: "nearest" });
    }
    if (here === task.dataset.task && panel?.querySelector("[data-task-body]")) return;
    here = task.dataset.task;
    if (panel && wide.matches) window.htmx?.ajax("GET", task.dataset.panel, { target: panel, swap: "innerHTML" });
  }
  function move(step) {
    const all = tasks();
    if (!all.length) return;
    const place = all.findIndex((one) => one.dataset.task === here);
    show(all[Math.max(0, Math.min(place + step, all.length - 1))]);
  }
  function count() {
    if (!bar) return;
    const picked = picks().filter((one) => one.checked);
    bar.hidden = !picked.length;
    bar.querySelector("[data-task-count]").textContent = say("selected", { n: picked.length });
    for (const form of bar.querySelectorAll("form")) {
      for (const old of form.querySelectorAll("[data-picked]")) old.remove();
      for (const one of picked) {
        const field = document.createElement("input");
        Object.assign(field, { type: "hidden", name: "ids", value: one.value });
        field.dataset.picked = "";
        form.append(field);
      }
    }
  }
  const press = (selector) => document.querySelector(`[data-task-body] ${selector}`)?.click();
  function decide(selector) {
    const body = document.querySelector("[data-task-body]");
    if (body && (!list() || body.dataset.taskBody === here)) press(selector);
  }

  box.addEventListener("change", (event) => { if (event.target.matches("[data-task-pick]")) count(); });
  box.addEventListener("click", (event) => {
    const task = event.target.closest("[data-task]");
    if (!task || event.target.closest("input, label, button, summary")) return;
    if (!wide.matches || event.ctrlKey || event.metaKey) {
      if (!event.target.closest("a")) task.querySelector("[data-task-open]")?.click();
      return;
    }
    event.preventDefault();
    show(task);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const task = tasks().find((one) => one.dataset.task === here);
    const act = {
      j: () => move(1), k: () => move(-1), x: () => task?.querySelector("[data-task-pick]")?.click(),
      a: () => decide("[data-task-approve]"), r: () => decide("[data-task-reject]"),
      Enter: () => { location.href = task.querySelector("[data-task-open]").href; },
    }[event.key];
    if (!act || (event.key === "Enter" && !event.target.matches("[data-task]"))) return;
    event.preventDefault();
    act();
  });

  function renew() {
    if (document.hidden || !list() || document.querySelector("dialog[open]") || picks().some((one) => one.checked)) return;
    window.htmx?.ajax("GET", location.pathname + location.search, { source: list(), target: "#inbox-list", select: "#inbox-list", swap: "outerHTML" });
  }
  document.addEventListener("kept:alerts", renew);
  document.addEventListener("htmx:afterSettle", () => {
    for (const one of tasks()) one.classList.toggle("is-here", one.dataset.task === here);
  });
  setInterval(renew, 60_000);
  if (panel && wide.matches && tasks().length) show(tasks()[0], { focus: false });
  count();
});
