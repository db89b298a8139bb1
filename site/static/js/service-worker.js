// Shows kept lessons where there is no connection. Registered only by those who keep a lesson.
//
// Whatever the network answers is used; only what it does not answer comes from what was kept.

const KEPT = "pomost-kept-1";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const own = (url) => url.origin === self.location.origin;

async function keptOr(request, fallback) {
  const cache = await caches.open(KEPT);
  return (await cache.match(request, { ignoreSearch: request.mode === "navigate", ignoreVary: true })) ?? fallback();
}

async function page(request) {
  const cache = await caches.open(KEPT);
  try {
    const response = await fetch(request);
    const address = request.url.split("?")[0];
    // A kept lesson is kept as it was seen last.
    if (response.ok && !response.redirected && (await cache.match(address, { ignoreVary: true }))) {
      await cache.put(address, response.clone());
    }
    return response;
  } catch {
    return keptOr(request, async () => (await cache.match(PLACES.fallback, { ignoreVary: true })) ?? Response.error());
  }
}

async function file(request) {
  try {
    return await fetch(request);
  } catch {
    return keptOr(request, () => Response.error());
  }
}

async function signOut(request) {
  const response = await fetch(request);
  await caches.delete(KEPT);
  return response;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (!own(url)) return;
  if (request.method === "POST" && PLACES.signOut.includes(url.pathname)) event.respondWith(signOut(request));
  else if (request.method !== "GET") return;
  else if (request.mode === "navigate") event.respondWith(page(request));
  else if ([PLACES.static, PLACES.media].some((start) => url.pathname.startsWith(start))) event.respondWith(file(request));
});
