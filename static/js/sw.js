// The worker of the app: a list of rules from top to bottom. It keeps the static shell, never a page about people.
// The centre puts before it: VERSION and FILES, the addresses of the static shell.
/* global VERSION, FILES */

const SHELL = `rodzina-${VERSION}`;
const OFFLINE = "/offline";

// 1. Installing keeps the whole shell or nothing, asked for as nobody; a new version takes over at once, its files have new names.
self.addEventListener("install", (event) => {
  // Drafts go past the worker: the last one leaves while its page is closing, when the worker would lose it.
  event.addRoutes?.([{ condition: { requestMethod: "PUT" }, source: "network" }]);
  event.waitUntil(
    caches.open(SHELL)
      .then((shell) => shell.addAll([...FILES, new Request(OFFLINE, { cache: "reload", credentials: "omit" })]))
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
  // A worker that has just started first asks the page that is leaving for the keys: it takes them along.
  if (request.mode === "navigate") return event.respondWith(askPages().then(() => fromNetwork(event)));

  // 5. Static files never change under their address: the kept one first.
  if (address.pathname.startsWith("/a/")) return event.respondWith(fromShell(request));

  // 6. Everything else (parts of pages, drafts, answers) is neither kept nor touched.
});

// 7. A copy of the keys of an open box, in memory and nowhere else, so that the next page opens without the passphrase.
// It goes when a page says so, and after five idle minutes by the worker's own clock.
const IDLE = 300_000;
const SHORT = 200;
let keys = null;
let until = 0;

self.addEventListener("message", (event) => event.waitUntil(answer(event)));

async function answer({ data, ports: [port] }) {
  if (data.keys === "take") await askPages();
  if (data.keys === "give") keep(data.held);
  if (data.keys === "drop") keep(null);
  if (data.keys === "touch") keep(held());
  port.postMessage(held()?.person === data.person ? held() : null);
}

function keep(given) {
  keys = given;
  until = Date.now() + IDLE;
  setTimeout(held, IDLE + 1);
}

function held() {
  if (Date.now() >= until) keys = null;
  return keys;
}

async function askPages() {
  const pages = held() ? [] : await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const given = (await Promise.all(pages.map(ask))).find(Boolean);
  if (given) keep(given);
}

function ask(page) {
  const { port1, port2 } = new MessageChannel();
  page.postMessage("keys", [port2]);
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(resolve, SHORT);
  });
}

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
