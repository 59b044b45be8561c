// The box and its first way in: the passphrase with its counted tries, and the short code of the day for a box whose keys are in memory.
import { AES, BOTH, boxFrom, bytes, open, printOf, random, shut } from "./seal.js";
import { openStore, within, write } from "./store.js";

const ROUNDS = 600_000;
const FREE = 5;
const MOST = 10;
const FIRST_WAIT = 30_000;
const CODES = 3;
const { subtle } = crypto;

async function stretch(passphrase, { salt, rounds }) {
  const plain = passphrase.normalize("NFKC").trim().replace(/\s+/g, " ");
  const typed = await subtle.importKey("raw", bytes(plain), "PBKDF2", false, ["deriveKey"]);
  return subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, typed, AES, false, BOTH);
}

export const wrap = (key, kind, person, dk) => shut(key, `${kind}|${person}`, dk);

/** What a key opens: { box, dk }; nothing where it is the wrong one. */
export async function unwrap(db, person, kind, held, key) {
  const dk = await open(key, `${kind}|${person}`, held).catch(() => null);
  return dk && { box: await boxFrom(db, person, dk), dk };
}

/** Makes a box under a passphrase, with a code; an older one of this person is never replaced. */
export async function makeBox(person, passphrase, code) {
  const db = await openStore(person, true);
  const dk = random(32);
  const device = crypto.randomUUID();
  const made = { box: { ...(await boxFrom(db, person, dk)), device }, dk };
  await setSecrets(made, passphrase, code, device);
  return made;
}

/** A new passphrase, and code, for the same box; the tries count from nought. */
export async function setSecrets({ box, dk }, passphrase, code, device) {
  const how = { kdf: "PBKDF2-SHA256", rounds: ROUNDS, salt: random(16) };
  const secret = { ...how, ...(await wrap(await stretch(passphrase, how), "secret", box.person, dk)) };
  const print = code && (await printOf(box, `code|${code}`));
  return within(box.db, ["meta"], (meta) => {
    if (device) meta.add(device, "device");
    meta.put(secret, "secret");
    if (print) meta.put(print, "code");
    meta.delete("tries");
    meta.delete("codes");
  });
}

/** Opens with a passphrase: { box, dk }, or { left }, { wait } in ms, { spent }. */
export async function tryPassphrase(db, person, passphrase, now = Date.now()) {
  const { secret, count, ...refused } = await countTry(db, now);
  if (!secret) return refused;
  const found = await unwrap(db, person, "secret", secret, await stretch(passphrase, secret));
  if (!found) return count < MOST ? { left: MOST - count } : forget(db);
  await within(db, ["meta"], (meta) => {
    meta.delete("tries");
    meta.delete("codes");
  });
  return found;
}

/** Whether the code of the day is right: { box }, or { left }; { spent } when it is over with codes, or there is none. */
export async function tryCode(box, code) {
  let count = 0;
  const held = await within(box.db, ["meta"], (meta) => {
    meta.get("codes").onsuccess = ({ target }) => {
      count = (target.result ?? 0) + 1;
      meta.put(count, "codes");
    };
    return meta.get("code");
  });
  const left = CODES - count;
  if (left < 0 || held !== (await printOf(box, `code|${code}`))) return left > 0 && held ? { left } : { spent: true };
  await write(box.db, "codes", 0);
  return { box };
}

/** Counted before it is tried: closing the browser in between gives no try for nothing. */
async function countTry(db, now) {
  const found = {};
  await within(db, ["meta"], (meta) => {
    const secret = meta.get("secret");
    const tries = meta.get("tries");
    tries.onsuccess = () => {
      const { count = 0, at = 0 } = tries.result ?? {};
      // A clock that was put back waits no longer than a right one.
      const wait = count < FREE ? 0 : Math.min(at, now) + FIRST_WAIT * 2 ** (count - FREE) - now;
      if (!secret.result || count >= MOST) return (found.spent = true);
      if (wait > 0) found.wait = wait;
      else Object.assign(found, { secret: secret.result, count: count + 1 });
      meta.put({ count: wait > 0 ? count : count + 1, at: wait > 0 ? Math.min(at, now) : now }, "tries");
    };
  });
  return found.spent ? forget(db) : found;
}

/** After the last try what can be fetched again goes; what was not sent stays, for the centre's key to open. */
async function forget(db) {
  await within(db, ["meta", "pages"], (meta, pages) => {
    for (const way of ["secret", "finger"]) meta.delete(way);
    pages.clear();
  });
  return { spent: true };
}
