// The pages that the phone keeps, as the worker shows them: opened with the keys, with fresh marks in place of the kept ones.
/* global HEADERS */
import { printOf, unseal } from "./seal.js";
import { openStore, read } from "./store.js";

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

/** The page without internet, or the lock before what is wanted: for the person whose box it is. */
export async function honestPage(offline, [box]) {
  if (!offline || !box) return offline;
  const html = (await offline.text()).replace("<body", `<body data-person="${box.person}"`);
  return new Response(html, { headers: offline.headers });
}
