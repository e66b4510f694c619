// Relative times stay true while the page is open.
import { say, wire } from "./wire.js";

const language = document.documentElement.lang || "en";
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const watched = new Set();

function span(seconds) {
  const all = Math.abs(Math.round(seconds));
  const days = Math.floor(all / 86_400), hours = Math.floor((all % 86_400) / 3600), minutes = Math.floor((all % 3600) / 60);
  const parts = [[days, "d"], [hours, "h"], [minutes, "min"]];
  const first = parts.findIndex(([count]) => count);
  return (first < 0 ? [[0, "min"]] : parts.slice(first, first + 2).filter(([count]) => count))
    .map(([n, unit]) => say(unit, { n })).join(" ");
}

function ago(seconds) {
  const size = Math.abs(seconds);
  if (size < 60) return say("just_now");
  if (size < 3600) return relative.format(Math.round(seconds / 60), "minute");
  if (size < 86_400) return relative.format(Math.round(seconds / 3600), "hour");
  if (size < 30 * 86_400) return relative.format(Math.round(seconds / 86_400), "day");
  if (size < 365 * 86_400) return relative.format(Math.round(seconds / 2_629_800), "month");
  return relative.format(Math.round(seconds / 31_557_600), "year");
}

function show(element) {
  const seconds = (Date.parse(element.dateTime) - Date.now()) / 1000;
  if (Number.isNaN(seconds)) return;
  if (element.dataset.time === "countdown") {
    element.textContent = say(seconds < 0 ? "overdue_by" : "left", { span: span(seconds) });
    element.classList.toggle("is-late", seconds < 0);
    element.classList.toggle("is-soon", seconds >= 0 && seconds < 1800);
  } else {
    element.textContent = ago(seconds);
  }
}

wire("time[data-time=ago], time[data-time=countdown]", (element) => { watched.add(element); show(element); });
setInterval(() => {
  for (const element of watched) element.isConnected ? show(element) : watched.delete(element);
}, 20_000);
