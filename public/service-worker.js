// The service worker: after the first visit the application opens with no network at all.
//
// A release build replaces the two constants below: VERSION is a hash over every asset, and
// ASSETS lists them all. In a development build the list is empty, and the worker stands aside.
//
// What the page does with it:
//
//   1. index.html registers it; code finds it with `navigator.serviceWorker.getRegistration()`.
//   2. A new version installs beside the running one and waits. The page sees it as
//      `registration.waiting` (or `updatefound`, then state 'installed' while
//      `navigator.serviceWorker.controller` exists) and offers "new version, reload".
//   3. When the user agrees, the page saves what is unsaved and posts { type: 'update' } to
//      the waiting worker. That one takes over and removes the older caches.
//   4. Every open tab gets `controllerchange`, saves what is unsaved, and reloads itself: the
//      old version's files are gone by then. (The very first take-over, when a tab had no
//      controller before, needs no reload.)
//
// It answers requests for the listed assets and for pages, from the cache, and nothing else:
// other requests go to the network untouched, and nothing is ever added to the cache later.

const VERSION = 'development';
const ASSETS = [];

const PAGE = '/';
const CACHE = `pilothouse-${VERSION}`;

self.addEventListener('install', (event) => {
  // A development build takes over at once from a release that ran on the same port before.
  if (ASSETS.length === 0) self.skipWaiting();
  // All or nothing: with one file missing the installation fails, and the old version stays.
  event.waitUntil(
    caches.open(CACHE).then((cache) =>
      // 'no-cache' asks the server again for names without a hash; hashed files may come from
      // the browser's own cache, where the page that is just open has put them.
      cache.addAll(ASSETS.map((path) => new Request(path, { cache: isHashed(path) ? 'default' : 'no-cache' }))),
    ),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name.startsWith('pilothouse-') && name !== CACHE)
            .map((name) => caches.delete(name)),
        ),
      )
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('message', (event) => {
  if (event.data?.type === 'update') self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  if (ASSETS.length === 0 || event.request.method !== 'GET') return;
  const url = new URL(event.request.url);
  if (url.origin !== self.location.origin) return;

  // Every route of the application is the same page.
  const path = event.request.mode === 'navigate' ? PAGE : url.pathname;
  if (!ASSETS.includes(path)) return;
  event.respondWith(
    caches
      .open(CACHE)
      .then((cache) => cache.match(path))
      // The browser may drop a cache when the disk is full; then the network has to answer.
      .then((cached) => cached ?? fetch(event.request)),
  );
});

function isHashed(path) {
  return /-[0-9a-f]{12,16}(_bg|_loader)?\.\w+$/.test(path);
}
