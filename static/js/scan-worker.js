// The scan pages without a connection: pages as they were last seen, and everything they are made of.
// Only reads are kept; what the phone did waits in its own queue (scan-queue.js).
const STORE = "kept-scan-1", PATIENCE = 3000;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== STORE) await caches.delete(name);
  await clients.claim();
})()));

addEventListener("message", (event) => {
  if (event.data?.keep) event.waitUntil(keep(event.data.keep, event.data.user));
});

/** Keep pages and their parts; when another person has signed in, the pages of the one before go. */
async function keep(urls, user) {
  const store = await caches.open(STORE), owner = await store.match("/scan/owner");
  if (owner && (await owner.text()) !== user) {
    for (const request of await store.keys()) if (new URL(request.url).pathname.startsWith("/scan/")) await store.delete(request);
  }
  await store.put("/scan/owner", new Response(user));
  for (const url of new Set(urls)) {
    try {
      const isPart = new URL(url, location.href).pathname.startsWith("/static/");
      if (isPart && (await store.match(url))) continue;
      await take(store, url, await fetch(url));
    } catch { /* the next visit will keep it */ }
  }
}

async function take(store, request, answer) {
  if (answer.ok && !answer.redirected) await store.put(request, answer.clone());
  return answer;
}

addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(part(event.request));
  else if (event.request.mode === "navigate" && url.pathname.startsWith("/scan/")) event.respondWith(visit(event.request));
});

/** From the server while it answers in time, else as it was last seen. */
async function part(request) {
  return seenLast(request, () => undefined);
}

async function visit(request) {
  return seenLast(request, (store) => store.match("/scan/"));
}

async function seenLast(request, otherwise) {
  const store = await caches.open(STORE), kept = await store.match(request);
  const asked = fetch(request).then((answer) => take(store, request, answer));
  try {
    return await (kept ? Promise.race([asked, late()]) : asked);
  } catch (error) {
    asked.catch(() => undefined); // it may still arrive, for the next visit
    const found = kept ?? (await otherwise(store));
    if (found) return found;
    throw error;
  }
}

function late() {
  return new Promise((_, reject) => { setTimeout(() => reject(new Error("late")), PATIENCE); });
}
