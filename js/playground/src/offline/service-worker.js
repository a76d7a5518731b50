// The build puts VERSION and FILES before this. All files are kept when the page is first opened; later ones come from there.
const CACHE = `falconet-playground-${VERSION}`;
const PAGE = "index.html";

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET" && isOurs(event.request.url)) event.respondWith(answer(event.request));
});

async function keep() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES);
  await self.skipWaiting();
}

async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("falconet-playground-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

function isOurs(address) {
  return address.startsWith(self.registration.scope);
}

async function answer(request) {
  const cache = await caches.open(CACHE);
  const name = request.mode === "navigate" ? PAGE : request;
  return (await cache.match(name, { ignoreSearch: true })) ?? fetch(request);
}
