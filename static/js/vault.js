// The phone's sealed store: one database a person, its key wrapped by a passphrase and by the centre. It knows no page.

const STORES = ["meta", "outbox", "drafts", "pages"];
const ROUNDS = 600_000;
const FREE = 5;
const MOST = 10;
const FIRST_WAIT = 30_000;
const AES = { name: "AES-GCM", length: 256 };
const BOTH = ["encrypt", "decrypt"];
const { subtle } = crypto;
const bytes = (words) => new TextEncoder().encode(words);
const random = (count) => crypto.getRandomValues(new Uint8Array(count));

/** The person's database; nothing where none was made, unless `make`. */
export function openStore(person, make = false) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(`rodzina-${person}`, 1);
    request.onupgradeneeded = () => {
      if (!make) return request.transaction.abort();
      for (const name of STORES) request.result.createObjectStore(name, name === "outbox" ? { keyPath: "op" } : {});
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = (event) => {
      event.preventDefault();
      if (make || request.error.name !== "AbortError") reject(request.error);
      else resolve(null);
    };
  });
}

/** One transaction: all of it or nothing, and on the disk when it resolves, with what the last request found. */
export function within(db, names, work, mode = "readwrite") {
  return new Promise((resolve, reject) => {
    const deal = db.transaction(names, mode, { durability: "strict" });
    const asked = work(...names.map((name) => deal.objectStore(name)));
    deal.oncomplete = () => resolve(asked?.result);
    deal.onabort = () => reject(deal.error);
  });
}

export const read = (db, name, key) => within(db, [name], (store) => store.get(key), "readonly");
export const write = (db, key, value) => within(db, ["meta"], (meta) => meta.put(value, key));

/** "ready"; "spent" when the passphrase was guessed at too often; "none", or "declined" where it is not wanted. */
export async function stateOf(db) {
  if (!db) return "none";
  const held = await within(db, ["meta"], (meta) => meta.getAllKeys(), "readonly");
  if (held.includes("secret")) return "ready";
  if (held.includes("device")) return "spent";
  return held.includes("declined") ? "declined" : "none";
}

async function shut(key, place, clear) {
  const iv = random(12);
  return { iv, data: await subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytes(place) }, key, clear) };
}

const open = (key, place, { iv, data }) => subtle.decrypt({ name: "AES-GCM", iv, additionalData: bytes(place) }, key, data);

/** A value under its place: moved to another place, it cannot be read. */
export const seal = (box, store, key, value) => shut(box.enc, `${store}|${key}`, bytes(JSON.stringify(value)));
export const unseal = async (box, store, key, held) =>
  JSON.parse(new TextDecoder().decode(await open(box.enc, `${store}|${key}`, held)));

/** Tells whether two contents are the same, and nothing else about them. */
export async function printOf(box, words) {
  return String(new Uint8Array(await subtle.sign("HMAC", box.mac, bytes(words))));
}

/** What works with the store: its keys cannot be taken out of memory and are never written down. */
export async function boxOf(db, person, { enc, mac }) {
  return { db, person, enc, mac, device: await read(db, "meta", "device") };
}

async function boxFrom(db, person, dk) {
  const base = await subtle.importKey("raw", dk, "HKDF", false, ["deriveKey"]);
  const derive = (info, kind, uses) =>
    subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: bytes(info) }, base, kind, false, uses);
  const enc = await derive("enc", AES, BOTH);
  const mac = await derive("mac", { name: "HMAC", hash: "SHA-256" }, ["sign"]);
  return boxOf(db, person, { enc, mac });
}

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
