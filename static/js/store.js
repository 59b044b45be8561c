// The phone's store: one database a person, with what lies in it by name. It knows no key and no page.

const STORES = ["meta", "outbox", "drafts", "pages"];

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
/** Several values of the phone itself, by name. */
export const readAll = (db, ...keys) => Promise.all(keys.map((key) => read(db, "meta", key)));
export const write = (db, key, value) => within(db, ["meta"], (meta) => meta.put(value, key));

/** "ready"; "spent" when the passphrase was guessed at too often; "none". */
export async function stateOf(db) {
  const held = db ? await within(db, ["meta"], (meta) => meta.getAllKeys(), "readonly") : [];
  if (held.includes("secret")) return "ready";
  return held.includes("device") ? "spent" : "none";
}

/** The boxes of this phone, the one used last first; `out` where its person has signed out. */
export async function boxesHere() {
  const people = (await indexedDB.databases()).map(({ name }) => name.slice(8));
  const held = await Promise.all(people.map(async (person) => {
    const db = await openStore(person);
    const [used = 1, out] = (await stateOf(db)) === "none" ? [0] : await readAll(db, "used", "out");
    return { person, db, used, out };
  }));
  return held.filter(({ used }) => used).sort((one, other) => other.used - one.used);
}

/** What lies in the outbox, in its order, readable without a key: numbers, times, states. */
export async function rowsOf(db) {
  const held = await within(db, ["outbox"], (outbox) => outbox.getAll(), "readonly");
  return held.sort((one, other) => one.seq - other.seq);
}

/** Whether the centre has not got it yet. */
export const waits = ({ state }) => state !== "sent";
