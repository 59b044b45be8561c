// Taking the sealed queue out of the box: to the centre before a lost phone is wiped, or into a file that the centre can open.
import { tell } from "./centre.js";
import { dropKeys } from "./keys.js";
import { readAll, rowsOf, waits } from "./store.js";

const PATIENCE = 60_000;
const base64 = (data) => btoa(Array.from(new Uint8Array(data), (code) => String.fromCharCode(code)).join(""));
const plain = ({ iv, data }) => ({ iv: base64(iv), data: base64(data) });

/** The queue as it lies there: sealed, with the wrap that only the centre's key opens. */
async function dump(db, more = {}) {
  const [device, office, recovery] = await readAll(db, "device", "office", "recovery");
  const waiting = (await rowsOf(db)).filter(waits);
  const rows = waiting.map(({ op, seq, sealed }) => ({ op, seq, sealed: plain(sealed) }));
  return { ...more, device, office: Number(office), recovery: recovery && plain(recovery), rows };
}

/** First the centre gets what was not sent; only then the box goes. Without an answer that counts what was taken everything stays, locked. */
export async function wipe(db, { ticket }) {
  const queue = ticket && (await dump(db, { ticket }));
  const answer = queue?.recovery && (await tell("/sync/rescue", JSON.stringify(queue), { "Content-Type": "application/json" }, PATIENCE));
  if (queue?.rows.length && answer?.told?.taken == null) return {};
  const [device, office] = await readAll(db, "device", "office");
  db.close();
  await new Promise((resolve) => { indexedDB.deleteDatabase(db.name).onsuccess = resolve; });
  await Promise.all([dropKeys(), tell("/sync/wiped", new URLSearchParams({ device, office }))]);
  location.assign("/sign-in");
  // This page ends here: nothing of it may look for the box again.
  return new Promise(() => {});
}

/** The queue as a file. */
export async function saveFile(db) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(await dump(db))], { type: "application/json" }));
  link.download = "rodzina.json";
  link.click();
}
