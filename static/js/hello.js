// What the centre says of this phone: who is signed in, a key and a token for the box, or the order to wipe it.
import { tell } from "./centre.js";
import { seal, unseal } from "./seal.js";
import { read, readAll, rowsOf, waits, within, write } from "./store.js";
import { wipe } from "./wipe.js";

const { person } = document.body.dataset;

/** What the centre says to this person's phone; nothing without network or session, or when the box had to go. */
export async function hello(db) {
  const unsent = (await rowsOf(db)).filter(waits).length;
  const answer = await tell("/sync/hello", new URLSearchParams({ device: await read(db, "meta", "device"), unsent }));
  if (answer?.wipe) return wipe(db, answer.told);
  const told = answer?.told;
  if (told?.person !== person) return {};
  const contact = { at: Date.now(), days: told.lease_days, skew: told.now - Date.now() };
  await within(db, ["meta"], (meta) => {
    meta.put(contact, "contact");
    // The phone was found again: it keeps what is written as before.
    meta.delete("leaving");
  });
  return told;
}

// One question after the other: each answer ends what the one before has given, a token or the ticket of a lost phone.
const inTurn = (work) => navigator.locks.request("rodzina-hello", work);

/** Says hello and keeps the newest token, sealed, with its centre. */
export const meet = (box) => inTurn(async () => {
  let told = await hello(box.db);
  if (!told.person && (await signInBy(box))) told = await hello(box.db);
  if (!told.token) return told;
  await write(box.db, "token", await seal(box, "meta", "token", told.token));
  await write(box.db, "office", told.token.split(".")[0]);
  return told;
});

/** A new session for the phone's token: nobody has to sign in again. */
export const renew = (box) => inTurn(() => signInBy(box));

async function signInBy(box) {
  const held = box && (await read(box.db, "meta", "token"));
  if (!held) return false;
  const answer = await tell("/sync/session", null, { "X-Rodzina-Token": await unseal(box, "meta", "token", held) });
  if (answer?.wipe) await wipe(box.db, answer.told);
  if (answer?.status === 401) await within(box.db, ["meta"], (meta) => meta.delete("token"));
  return answer?.status === 204;
}

/** A locked phone asks whether it has been marked lost: that needs no key and no session. */
export async function askIfLost(db) {
  const [office, device] = await readAll(db, "office", "device");
  const answer = office && navigator.onLine && (await tell("/sync/lost", new URLSearchParams({ office, device })));
  if (answer?.wipe) await wipe(db, answer.told);
}

/** The phone's clock may be wrong: how far from the centre's is known since their last word. */
export const skewOf = async (db) => (await read(db, "meta", "contact"))?.skew ?? 0;

/** Days without a word from the centre, as it has set them: then the box opens only with one. */
export async function isTooLong(db) {
  const { at, days } = (await read(db, "meta", "contact")) ?? {};
  return Boolean(days) && Date.now() - at > days * 86_400_000;
}
