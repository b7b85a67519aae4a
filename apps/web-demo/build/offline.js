/* global VERSION, FILES, LATER */
// The service worker: answers for the page's own files from a copy of them. It sees no model and sends nothing.

const PREFIX = 'pix2pix-page-';
const CACHE = PREFIX + VERSION;

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(FILES))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(removeOlder().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== 'GET' || !request.url.startsWith(self.registration.scope)) return;
  // The network is asked first, so that nobody is left with an old page.
  if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => kept('./')));
  else if (FILES.includes(address.href.slice(self.registration.scope.length)))
    event.respondWith(kept(request).then((response) => response ?? fetch(request)));
  else if (LATER.includes(address.href.slice(self.registration.scope.length)))
    event.respondWith(kept(request).then((response) => response ?? fetchAndKeep(request)));
});

async function kept(request) {
  return (await caches.open(CACHE)).match(request, { ignoreSearch: true, ignoreVary: true });
}

async function fetchAndKeep(request) {
  const response = await fetch(request);
  if (response.ok) await (await caches.open(CACHE)).put(request, response.clone()).catch(() => {});
  return response;
}

async function removeOlder() {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)),
  );
}
