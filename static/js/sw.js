// The worker of the app: a list of rules from top to bottom. It keeps the static shell, and shows sealed pages when the centre is away.
// The centre puts before it: VERSION, FILES (the addresses of the static shell), HEADERS (of every page) and OPEN (a pattern of the addresses that need no session).
/* global VERSION, FILES, OPEN */
import { keptPage, honestPage } from "./pages.js";
import { boxesHere, write } from "./store.js";
import { answerAbout, askPages, openKeys } from "./workerkeys.js";

const SHELL = `rodzina-${VERSION}`;
const OFFLINE = "/offline";
// How long a page from the centre may take before the kept one is shown, and for how long it is not asked for again.
const PATIENCE = 1_500;
const REST = 5_000;
let rest = 0;

// 1. Installing keeps the whole shell or nothing, asked for as nobody; a new version takes over at once, its files have new names.
self.addEventListener("install", (event) => {
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

  // 4. Pages come from the network while it answers in time; then from the phone, if they are kept and its box is open; else the honest page.
  // A worker that has just started first asks the page that is leaving for the keys: it takes them along.
  if (request.mode === "navigate") return event.respondWith(askPages().then(() => page(event, address)));

  // 5. Static files never change under their address: the kept one first.
  if (address.pathname.startsWith("/a/")) return event.respondWith(fromShell(request));

  // 6. Everything else (parts of pages, answers) is neither kept nor touched.
});

// 7. A copy of the keys of an open box, in memory and nowhere else, so that the next page opens without the passphrase.
self.addEventListener("message", (event) => event.waitUntil(answerAbout(event)));

async function page(event, address) {
  const keys = openKeys();
  const boxes = keys ? [] : await boxesHere();
  const honest = async () => honestPage(await caches.match(OFFLINE), keys ? [keys] : boxes);
  // Whoever left this phone is signed out before anything is shown; before what is theirs stands the lock of whoever has it.
  const leaving = boxes.find(({ out }) => out === "asked");
  if (leaving) return (await signedOut(leaving)) ? Response.redirect(address, 303) : honest();
  if (boxes.length && !boxes[0].out && !new RegExp(OPEN).test(address.pathname)) return honest();
  const network = fromNetwork(event);
  const kept = keys ? keptPage(keys, address).catch(() => null) : null;
  if (!kept) return (await network) ?? honest();
  const late = new Promise((resolve) => { setTimeout(resolve, Date.now() < rest ? 0 : PATIENCE); });
  const first = await Promise.race([network, late]);
  if (first) return first;
  const shown = await kept;
  if (shown) rest = Date.now() + REST;
  return shown ?? (await network) ?? honest();
}

async function signedOut({ db }) {
  const answer = await fetch("/sign-out", { method: "POST", redirect: "manual" }).catch(() => null);
  // The centre leads on to the door; a stranger on the line answers for itself.
  if (answer?.type !== "opaqueredirect") return false;
  await write(db, "out", "done");
  return true;
}

/** The answer of the centre; nothing where there is none, or where only a machine before it answers. */
async function fromNetwork(event) {
  try {
    const answer = (await event.preloadResponse) ?? (await fetch(event.request));
    // Firefox answers a preload that failed with an error in the shape of an answer.
    if (answer.type === "error" || answer.status > 501) return null;
    rest = 0;
    return answer;
  } catch {
    return null;
  }
}

async function fromShell(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) (await caches.open(SHELL)).put(request, answer.clone());
  return answer;
}
