// The worker of the app: a list of rules from top to bottom. It keeps the static shell, never a page about people.
const SHELL = "rodzina-{{ version }}";
const OFFLINE = "/offline";
const PRECACHE = {{ assets | tojson }};

// 1. Installing keeps the whole shell or nothing, asked for as nobody; a new version takes over at once, its files have new names.
self.addEventListener("install", (event) => {
  // Drafts go past the worker: the last one leaves while its page is closing, when the worker would lose it.
  event.addRoutes?.([{ condition: { requestMethod: "PUT" }, source: "network" }]);
  event.waitUntil(
    caches.open(SHELL)
      .then((shell) => shell.addAll([...PRECACHE, new Request(OFFLINE, { cache: "reload", credentials: "omit" })]))
      .then(() => self.skipWaiting()),
  );
});

// 2. Starting removes the shells of older versions.
self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name !== SHELL).map((name) => caches.delete(name))))
      .then(() => self.registration.navigationPreload?.enable())
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);

  // 3. What is not ours, and what sends something, goes to the network untouched: the centre must see who really sends it.
  if (address.origin !== self.location.origin || request.method !== "GET") return;

  // 4. Pages come from the network only; without it, the honest page.
  if (request.mode === "navigate") return event.respondWith(fromNetwork(event));

  // 5. Static files never change under their address: the kept one first.
  if (address.pathname.startsWith("/a/")) return event.respondWith(fromShell(request));

  // 6. Everything else (parts of pages, drafts, answers) is neither kept nor touched.
});

async function fromNetwork(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return (await caches.match(OFFLINE)) ?? Response.error();
  }
}

async function fromShell(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) (await caches.open(SHELL)).put(request, answer.clone());
  return answer;
}
