// The inbox by key: j k move, a approves, r rejects, x ticks, Enter opens the document.
import { isTyping, say, wire } from "./wire.js";

wire("[data-tasks]", (list) => {
  const tasks = () => [...list.querySelectorAll("[data-task]")];
  const picks = () => [...list.querySelectorAll("[data-task-pick]")];
  const bar = list.querySelector("[data-task-bulk]");
  let place = -1;

  function go(index) {
    const all = tasks();
    if (!all.length) return;
    place = Math.max(0, Math.min(index, all.length - 1));
    for (const one of all) one.classList.toggle("is-here", one === all[place]);
    all[place].focus({ preventScroll: true });
    all[place].scrollIntoView({ block: "nearest" });
  }
  function count() {
    const picked = picks().filter((box) => box.checked);
    bar.hidden = !picked.length;
    bar.querySelector("[data-task-count]").textContent = say("selected", { n: picked.length });
    for (const form of bar.querySelectorAll("form")) {
      for (const old of form.querySelectorAll("[data-picked]")) old.remove();
      for (const box of picked) {
        const field = document.createElement("input");
        field.type = "hidden";
        field.name = "ids";
        field.value = box.value;
        field.dataset.picked = "";
        form.append(field);
      }
    }
  }
  list.addEventListener("change", (event) => { if (event.target.matches("[data-task-pick]")) count(); });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const here = tasks()[place];
    const press = (selector) => here?.querySelector(selector)?.click();
    const act = {
      j: () => go(place + 1), k: () => go(place - 1), a: () => press("[data-task-approve]"), r: () => press("[data-task-reject]"),
      x: () => press("[data-task-pick]"),
      Enter: () => { if (event.target.matches("[data-task]")) press("h3 a"); },
    }[event.key];
    if (!act || (event.key === "Enter" && !event.target.matches("[data-task]"))) return;
    event.preventDefault();
    act();
  });
  count();
});
