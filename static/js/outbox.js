// What the person wrote and the centre has not confirmed: sealed before anything is sent.
import { printOf, seal, unseal } from "./seal.js";
import { read, rowsOf, within } from "./store.js";

const channel = new BroadcastChannel("rodzina-outbox");

/** Tells every tab that the queue has changed, and what is on its way just now. */
export function tell(sending = "") {
  channel.postMessage(sending);
  show(sending);
}

function show(sending) {
  document.dispatchEvent(new CustomEvent("rodzina:queue", { detail: { sending } }));
}

channel.addEventListener("message", ({ data }) => show(data));
// What is shown of the queue depends on the box and on the network too.
document.addEventListener("rodzina:open", () => show(""));
for (const kind of ["online", "offline"]) window.addEventListener(kind, () => show(""));

/** Keeps a letter (url, form, record, title, leads, slots, draft, body, text) on the phone; the same one twice is one entry. */
export async function enqueue(box, op, letter) {
  const print = await printOf(box, letter.url + letter.body);
  const row = { op, v: 1, state: "waiting", tries: 0, next: 0, created: Date.now(), print };
  row.sealed = await seal(box, "outbox", op, letter);
  try {
    await within(box.db, ["meta", "outbox", "drafts"], (meta, outbox, drafts) => {
      add(meta, outbox, row);
      // In one go: what is an entry is no draft any more.
      if (letter.draft) drafts.delete(letter.draft);
    });
  } catch (problem) {
    if (problem.name !== "ConstraintError") throw problem;
    const held = await read(box.db, "outbox", op);
    // Other words under an operation that is known already are another entry.
    return held.print === print ? { ...held, ...letter } : enqueue(box, crypto.randomUUID(), letter);
  }
  tell();
  return { ...row, ...letter };
}

/** The running number of this device is given in the transaction that keeps the entry: none is lost, none used twice. */
function add(meta, outbox, row) {
  const last = meta.get("seq");
  last.onsuccess = () => {
    row.seq = (last.result ?? 0) + 1;
    meta.put(row.seq, "seq");
    outbox.add(row);
  };
}

/** Everything that waits, and the lines of what was sent lately, opened. */
export async function entries(box) {
  return Promise.all((await rowsOf(box.db)).map(async (row) => ({ ...(await unseal(box, "outbox", row.op, row.sealed)), ...row })));
}
