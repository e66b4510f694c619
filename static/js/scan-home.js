// The list of jobs: keeps their pages for when there is no connection, and sends what waits on this phone.
import { ScanQueue, keepOffline } from "./scan-queue.js";
import { wire } from "./wire.js";

wire("[data-scan-home]", async (root) => {
  const state = root.querySelector("[data-scan-state]"), { waiting, offline, others } = root.dataset;
  const queue = new ScanQueue({ user: document.body.dataset.user ?? "", sendUrl: root.dataset.sendUrl }, { fresh() {}, refused() {}, changed: show });
  function show() {
    const count = queue.waiting.length, parts = [];
    if (count) parts.push((queue.isOffline ? offline : waiting).replace("{count}", count));
    if (queue.others) parts.push(others.replace("{count}", queue.others));
    for (const one of queue.conflicts) parts.push(`${one.shipment} · ${one.code}: ${one.text}`);
    state.textContent = parts.join(" · ");
    state.hidden = !parts.length;
    state.classList.toggle("is-bad", queue.isOffline || queue.conflicts.length > 0);
  }
  await queue.load();
  queue.flush();
  keepOffline([...root.querySelectorAll("a.k-scan-job")].slice(0, 20).map((link) => link.href));
});
