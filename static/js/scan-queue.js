// What this phone did and the server does not have yet: kept in IndexedDB, sent in order, each action with an
// id of its own. It leaves the queue when the server has answered it; sent twice it counts once.
import { csrfToken } from "./wire.js";

const RETRY = 4000, AT_ONCE = 40, NAME = "kept-scan";

const wait = (request) => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = () => reject(request.error); });

/** The device's memory: three stores in IndexedDB, or plain arrays where there is none (private windows). */
class Shelf {
  constructor() {
    this.spare = { actions: [], conflicts: [], jobs: [] };
    this.ready = this.open();
  }

  async open() {
    try {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => {
        for (const name of ["actions", "conflicts"]) request.result.createObjectStore(name, { keyPath: "seq", autoIncrement: true });
        request.result.createObjectStore("jobs", { keyPath: "name" });
      };
      this.base = await wait(request);
    } catch { this.base = null; }
  }

  async all(name) {
    await this.ready;
    return this.base ? wait(this.base.transaction(name).objectStore(name).getAll()) : [...this.spare[name]];
  }

  async put(name, row) {
    await this.ready;
    if (this.base) {
      const done = this.base.transaction(name, "readwrite", { durability: "strict" });
      const key = await wait(done.objectStore(name).put(row));
      if (name !== "jobs") row.seq = key;
      return;
    }
    const key = name === "jobs" ? "name" : "seq";
    if (key === "seq") row.seq ??= (this.spare[name].at(-1)?.seq ?? 0) + 1;
    this.spare[name] = [...this.spare[name].filter((one) => one[key] !== row[key]), row];
  }

  async drop(name, key) {
    await this.ready;
    if (this.base) await wait(this.base.transaction(name, "readwrite").objectStore(name).delete(key));
    else this.spare[name] = this.spare[name].filter((one) => (one.seq ?? one.name) !== key);
  }
}

/** The queue of one person on this phone, the same for every scan page. */
export class ScanQueue {
  constructor({ user, sendUrl, job = "" }, told) {
    this.user = user;
    this.sendUrl = sendUrl;
    this.job = job;
    this.told = told;
    this.shelf = new Shelf();
    this.waiting = [];
    this.others = 0;
    this.conflicts = [];
    this.isSending = false;
    this.isOffline = false;
    this.isSignedOut = false;
    this.saving = Promise.resolve();
    addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.flush(); });
  }

  /** Read what an earlier page left behind. */
  async load() {
    const actions = await this.shelf.all("actions"), conflicts = await this.shelf.all("conflicts");
    this.waiting = actions.filter((one) => one.user === this.user);
    this.others = actions.length - this.waiting.length;
    this.conflicts = conflicts.filter((one) => one.user === this.user);
    this.told.changed();
  }

  /** The newer of the job as the page brought it and as the server last told it. */
  async newest(job) {
    const kept = (await this.shelf.all("jobs")).find((one) => one.name === job.name && one.user === this.user);
    return kept && kept.job.stamp >= job.stamp ? kept.job : job;
  }

  /** Keep an action, then try to send it; gives its id. */
  add(body) {
    const action = { ...body, id: newId(), user: this.user, at: new Date().toISOString() };
    this.waiting.push(action);
    this.saving = this.saving.then(() => this.shelf.put("actions", action));
    this.saving.then(() => this.flush());
    this.told.changed();
    return action.id;
  }

  async flush() {
    if (this.isSending || !this.waiting.length) return;
    this.isSending = true;
    await this.saving;
    let isReached = true;
    const send = async () => {
      let size = AT_ONCE;
      while (this.waiting.length) {
        const batch = this.waiting.slice(0, size), answer = await this.post(batch);
        isReached = answer !== null;
        if (!isReached) break;
        if (answer.refused && batch.length > 1) { size = 1; continue; } // find the one that can't be read
        await this.settle(batch, answer);
      }
    };
    // Two pages of this phone do not send at once; the server would count once all the same.
    if (navigator.locks) await navigator.locks.request(NAME, send); else await send();
    this.isSending = false;
    this.told.changed();
    if (isReached && this.waiting.length) this.flush(); // came after the last batch and before this line
  }

  async settle(batch, answer) {
    const results = new Map((answer.results ?? []).map((one) => [one.id, one]));
    const resultOf = (action) => results.get(action.id) ?? { result: "refused", detail: answer.refused ?? "" };
    const gone = new Set(batch.map((one) => one.id));
    this.waiting = this.waiting.filter((one) => !gone.has(one.id));
    // In the same moment: what was sent is counted here or there, never neither, however quick the next tap is.
    if (answer.job) this.told.fresh(answer.job);
    // What the phone knows of the job is kept before the actions go: should the page die between, they are sent again.
    const job = answer.job ?? this.told.counted?.(batch.filter((one) => resultOf(one).result !== "refused"));
    if (job) await this.shelf.put("jobs", { name: job.name, user: this.user, job });
    for (const action of batch) {
      // What the phone refused by itself is no news; everything else that did not count is shown.
      if (resultOf(action).result === "refused" && !action.seen) {
        const conflict = { user: this.user, shipment: action.shipment, code: action.code ?? action.kind, text: resultOf(action).detail };
        await this.shelf.put("conflicts", conflict);
        this.conflicts.push(conflict);
        this.told.refused(conflict);
      }
      await this.shelf.drop("actions", action.seq);
    }
    this.told.changed();
  }

  /** The server's answer; null when it could not be reached and the actions have to wait. */
  async post(batch) {
    this.told.changed();
    try {
      const answer = await fetch(this.sendUrl, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrfToken() },
        body: JSON.stringify({ job: this.job, actions: batch.map(({ user, seq, ...action }) => action) }),
      });
      const isJson = (answer.headers.get("Content-Type") ?? "").includes("json");
      this.isOffline = false;
      this.isSignedOut = answer.status === 401 || answer.status === 403 || (answer.ok && !isJson);
      if (this.isSignedOut || answer.status >= 500 || answer.status === 429) { this.later(); return null; }
      const body = await answer.json();
      return answer.ok ? body : { refused: sentence(body) };
    } catch {
      this.isOffline = true;
      this.later();
      return null;
    }
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), RETRY);
    this.told.changed();
  }

  /** Ask where the job stands, when there is a connection. */
  async refresh(url) {
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      if (answer.ok) this.told.fresh(await answer.json());
    } catch { /* the page goes on with what it knows */ }
  }

  /** The reader has seen what was refused. */
  async understood() {
    for (const conflict of this.conflicts) await this.shelf.drop("conflicts", conflict.seq);
    this.conflicts = [];
    this.told.changed();
  }
}

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // without https there is no randomUUID
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const text = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join("-");
}

function sentence(problem) {
  const texts = Object.values(problem.errors ?? {}).flat();
  return texts.length ? [...new Set(texts)].join(" ") : (problem.detail ?? problem.title ?? "");
}

/** Have the service worker keep these pages and what they are made of, for when there is no connection. */
export async function keepOffline(urls = []) {
  if (!navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register("/scan/worker.js", { scope: "/scan/" });
    const worker = (await navigator.serviceWorker.ready).active;
    const parts = performance.getEntriesByType("resource").map((one) => one.name).filter((one) => new URL(one).pathname.startsWith("/static/"));
    worker?.postMessage({ keep: [location.href, ...urls, ...parts], user: document.body.dataset.user ?? "" });
  } catch { /* no https, or a private window: the queue works all the same */ }
}
