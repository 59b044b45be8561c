// The ways into a box: the passphrase with its counted tries, and the centre's key for a forgotten one.
import { AES, BOTH, boxFrom, bytes, open, random, shut } from "./seal.js";
import { openStore, read, within, write } from "./store.js";

const ROUNDS = 600_000;
const FREE = 5;
const MOST = 10;
const FIRST_WAIT = 30_000;
const { subtle } = crypto;

async function stretch(passphrase, { salt, rounds }) {
  const plain = passphrase.normalize("NFKC").trim().replace(/\s+/g, " ");
  const typed = await subtle.importKey("raw", bytes(plain), "PBKDF2", false, ["deriveKey"]);
  return subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, typed, AES, false, BOTH);
}

/** Makes a box under a passphrase; an older one of this person is never replaced. */
export async function makeBox(person, passphrase) {
  const db = await openStore(person, true);
  const dk = random(32);
  const secret = await wrapped(person, dk, passphrase);
  await within(db, ["meta"], (meta) => {
    meta.add(crypto.randomUUID(), "device");
    meta.add(secret, "secret");
  });
  return { box: await boxFrom(db, person, dk), dk };
}

async function wrapped(person, dk, passphrase) {
  const how = { kdf: "PBKDF2-SHA256", rounds: ROUNDS, salt: random(16) };
  return { ...how, ...(await shut(await stretch(passphrase, how), `secret|${person}`, dk)) };
}

/** A new passphrase for the same box; the tries count from nought. */
export async function setPassphrase({ box, dk }, passphrase) {
  const secret = await wrapped(box.person, dk, passphrase);
  return within(box.db, ["meta"], (meta) => {
    meta.put(secret, "secret");
    meta.delete("tries");
  });
}

const centres = async (key) => subtle.importKey("raw", Uint8Array.from(atob(key), (sign) => sign.charCodeAt(0)), AES, false, BOTH);

/** The second way in, for a forgotten passphrase: a key that the centre keeps and gives after signing in. */
export async function setRecovery({ box, dk }, key) {
  return write(box.db, "recovery", await shut(await centres(key), `recovery|${box.person}`, dk));
}

export async function openRecovery(db, person, key) {
  const held = await read(db, "meta", "recovery");
  if (!held) return null;
  const dk = await open(await centres(key), `recovery|${person}`, held).catch(() => null);
  return dk && { box: await boxFrom(db, person, dk), dk };
}

/** Opens with a passphrase: { box, dk }, or { left }, { wait } in ms, { spent }. */
export async function tryPassphrase(db, person, passphrase, now = Date.now()) {
  const { secret, count, ...refused } = await countTry(db, now);
  if (!secret) return refused;
  const dk = await open(await stretch(passphrase, secret), `secret|${person}`, secret).catch(() => null);
  if (!dk) return count < MOST ? { left: MOST - count } : forget(db);
  await within(db, ["meta"], (meta) => meta.delete("tries"));
  return { box: await boxFrom(db, person, dk), dk };
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
  await within(db, ["meta", "pages", "drafts"], (meta, pages, drafts) => {
    meta.delete("secret");
    pages.clear();
    drafts.clear();
  });
  return { spent: true };
}
