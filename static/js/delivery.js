// Sending what the outbox keeps: an entry is gone only when the centre has named it in its answer.
import { renew } from "./hello.js";
import { entries, tell } from "./outbox.js";
import { seal } from "./seal.js";
import { read, rowsOf, waits, within } from "./store.js";

const PATIENCE = 15_000;
const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 300_000;
const SIDE_BY_SIDE = 3;
const LINES = 30;
// The centre has seen it and cannot take it as it stands: a person looks, and it is tried again seldom.
const TO_CHECK = [400, 403, 404, 409, 410, 413, 415, 422];

/** One try under the lock of the record. Resolves with { answer, acked }, or nothing when another tab is at it. */
export function send(box, entry, mode, headers = {}) {
  return navigator.locks.request(`rodzina-record-${entry.record}`, { ifAvailable: true }, async (lock) => {
    const row = lock && (await read(box.db, "outbox", entry.op));
    if (!row || !waits(row)) return null;
    tell(entry.op);
    let answer = await post(box, entry, mode, headers);
    if (answer?.status === 401 && (await renew(box))) answer = await post(box, entry, mode, headers);
    const acked = await settle(box, entry, mode, answer);
    tell();
    return { answer, acked };
  });
}

function post(box, { op, seq, url, form, body, created }, mode, headers) {
  return fetch(url, {
    method: "POST",
    body,
    redirect: "manual", // a sign-in page or a portal behind it must not look like an answer
    signal: AbortSignal.timeout(PATIENCE),
    headers: {
      ...headers,
      "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8",
      "HX-Request": "true",
      "Idempotency-Key": op,
      "X-Rodzina-Mode": mode,
      "X-Rodzina-Device": box.device,
      "X-Rodzina-Seq": seq,
      "X-Rodzina-Person": box.person,
      "X-Rodzina-Now": Date.now(),
      "X-Rodzina-Age": Date.now() - created,
      "X-Rodzina-Form": form,
    },
  }).catch(() => null);
}

/** Only an answer that names this very operation lets its entry go; a live refusal goes back to the person. */
async function settle(box, entry, mode, answer) {
  const said = (name) => answer?.headers.get(`X-Rodzina-${name}`);
  const result = said("Ack") === entry.op ? said("Result") : "";
  if (result === "done" || result === "parked") {
    const line = { ...entry, sealed: null, receipt: said("Receipt") ?? "", parked: result === "parked", at: Date.now() };
    const sealed = await seal(box, "outbox", entry.op, line);
    await change(box, entry.op, ({ op, seq, print }) => ({ op, seq, print, state: "sent", sealed }));
    await trim(box.db);
    return true;
  }
  if (result === "invalid" && mode === "live") {
    await within(box.db, ["outbox"], (outbox) => outbox.delete(entry.op));
    return true;
  }
  await change(box, entry.op, (row) => later(row, answer?.status));
  return false;
}

function later(row, status) {
  const check = TO_CHECK.includes(status);
  const pause = check ? LONGEST_PAUSE : Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** row.tries);
  return { ...row, tries: row.tries + 1, next: Date.now() + pause, state: check ? "check" : "waiting" };
}

function change(box, op, work) {
  return within(box.db, ["outbox"], (outbox) => {
    outbox.get(op).onsuccess = ({ target: { result } }) => { if (result) outbox.put(work(result)); };
  });
}

async function trim(db) {
  const sent = (await rowsOf(db)).filter((row) => !waits(row));
  return within(db, ["outbox"], (outbox) => {
    for (const { op } of sent.slice(0, -LINES)) outbox.delete(op);
  });
}

/** Sends what waits: a record's entries in their order, three records at a time, one tab at once. `all` takes no pause, and its turn after a drain under way. */
export function drain(box, all = false) {
  return navigator.locks.request("rodzina-drain", { ifAvailable: !all }, async (lock) => {
    if (!lock) return;
    const waiting = (await entries(box)).filter(waits);
    const records = [...Map.groupBy(waiting, (entry) => entry.record).values()];
    const run = async () => {
      while (records.length) await sendInOrder(box, records.shift(), all) || records.splice(0);
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, run));
  });
}

/** An entry that is held holds those of its own record. False when the network or the session is gone: the rest waits too. */
async function sendInOrder(box, record, all) {
  for (const entry of record) {
    if (!all && entry.next > Date.now()) return true;
    const sent = await send(box, entry, "replay");
    if (!sent?.acked) return !sent || (Boolean(sent.answer) && sent.answer.status !== 401);
  }
  return true;
}
