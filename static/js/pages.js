// The pages that the phone keeps, as the worker shows them: opened with the keys, with fresh marks in place of the kept ones.
/* global HEADERS */
import { printOf, unseal } from "./seal.js";
import { openStore, read, stateOf } from "./store.js";

const BLANK = "00000000-0000-0000-0000-000000000000";
const FRESH = "00000000-0000-0000-0000-000000000001";
const NONCE = "nonce-of-the-phone";
const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** The kept page of an address, or nothing: of the very address, of a visit born on the phone, without its question. */
export async function keptPage(keys, { pathname, search }) {
  const db = keys && (await openStore(keys.person));
  if (!db) return null;
  const born = pathname.match(ID)?.at(-1);
  for (const [path, id] of [[pathname + search], [pathname.replace(born, BLANK), born], [pathname]]) {
    const page = await opened({ ...keys, db }, path);
    if (page) return answer(page, id);
  }
  return null;
}

async function opened(box, path) {
  const key = await printOf(box, path);
  const held = await read(box.db, "pages", key);
  return held && unseal(box, "pages", key, held);
}

function answer({ html, leadsTo, at }, id) {
  const filled = (text) => text.replaceAll(BLANK, id ?? BLANK).replaceAll(FRESH, () => crypto.randomUUID());
  if (leadsTo) return Response.redirect(filled(leadsTo), 303);
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
  const headers = { ...HEADERS, "Content-Security-Policy": HEADERS["Content-Security-Policy"].replace("{nonce}", nonce) };
  const body = filled(html).replaceAll(NONCE, nonce).replace("<body", `<body data-kept-at="${at}"`);
  return new Response(body, { headers });
}

/** The page without internet, for the person whose box was used last: where it is locked, its lock opens the page that was wanted. */
export async function honestPage(offline) {
  const boxes = (await indexedDB.databases()).map(({ name }) => name.slice(8));
  const used = await Promise.all(boxes.map(usedAt));
  const last = used.indexOf(Math.max(...used));
  if (!offline || !used[last]) return offline;
  const html = (await offline.text()).replace("<body", `<body data-person="${boxes[last]}"`);
  return new Response(html, { headers: offline.headers });
}

async function usedAt(person) {
  const db = await openStore(person);
  return (await stateOf(db)) === "ready" ? ((await read(db, "meta", "used")) ?? 1) : 0;
}
