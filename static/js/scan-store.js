// What a phone has scanned and the server does not have yet: kept on the device, sent in batches that
// carry a key of their own, so that a batch sent twice counts once.
import { csrfToken } from "./wire.js";

const RETRY = 4000;

/** The memory of one job. `send` order is kept; a batch leaves the queue when the server has answered it. */
export class ScanStore {
  constructor(job, told) {
    this.name = `kept.scan.${job.stage}.${job.number}`;
    this.job = job;
    this.told = told;
    this.isSending = false;
    this.isOffline = false;
    const kept = this.read();
    this.scans = kept.scans ?? [];
    this.queue = kept.queue ?? [];
    addEventListener("online", () => this.flush());
  }

  read() {
    try { return JSON.parse(localStorage.getItem(this.name)) ?? {}; } catch { return {}; }
  }

  keep() {
    try {
      if (this.scans.length || this.queue.length) localStorage.setItem(this.name, JSON.stringify({ scans: this.scans, queue: this.queue }));
      else localStorage.removeItem(this.name);
    } catch { /* private mode: the page itself still remembers */ }
  }

  add(scan) { this.scans.push(scan); this.keep(); }

  undo() {
    const scan = this.scans.pop();
    this.keep();
    return scan;
  }

  /** What of a step is scanned and not yet known to the server. */
  pending(step) {
    const batches = this.queue.flatMap((batch) => batch.body.scans);
    return [...batches, ...this.scans].filter((scan) => scan.step === step).reduce((sum, scan) => sum + Number(scan.quantity), 0);
  }

  /** Put the scans made so far into a batch of their own. */
  pack(more) {
    const key = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
    this.queue.push({ key, body: { ...more, key, scans: this.scans } });
    this.scans = [];
    this.keep();
    return this.flush();
  }

  async flush() {
    if (this.isSending) return;
    this.isSending = true;
    while (this.queue.length) {
      const batch = this.queue[0];
      const answer = await this.post(batch);
      if (answer === null) { this.later(); break; }
      this.isOffline = false;
      this.queue.shift();
      this.keep();
      if (!answer.ok) {
        // What follows a refused batch was counted on it: the device starts again from the server's word.
        this.queue = [];
        this.keep();
        await this.refresh();
        this.told.refused(answer.text, answer.status);
        break;
      }
      this.told.taken(answer.job);
    }
    this.isSending = false;
    this.told.changed();
  }

  later() {
    this.isOffline = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), RETRY);
  }

  async post(batch) {
    this.told.changed();
    try {
      const answer = await fetch(this.job.sendUrl, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrfToken() },
        body: JSON.stringify(batch.body),
      });
      if (answer.status >= 500 || answer.status === 429 || answer.status === 401) return null;
      const body = await answer.json();
      return answer.ok ? { ok: true, job: body } : { ok: false, status: answer.status, text: sentence(body) };
    } catch { return null; }
  }

  async refresh() {
    try {
      const answer = await fetch(this.job.stateUrl, { headers: { Accept: "application/json" } });
      if (answer.ok) this.told.taken(await answer.json());
    } catch { this.later(); }
  }
}

function sentence(problem) {
  const texts = Object.values(problem.errors ?? {}).flat();
  return texts.length ? [...new Set(texts)].join(" ") : (problem.detail ?? problem.title ?? "");
}
