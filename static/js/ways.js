// Other ways into a box: the centre's key for a forgotten passphrase, and a finger or a face.
import { AES, BOTH, bytes, derive, random } from "./seal.js";
import { read, write } from "./store.js";
import { unwrap, wrap } from "./vault.js";

const centres = async (key) => crypto.subtle.importKey("raw", Uint8Array.from(atob(key), (sign) => sign.charCodeAt(0)), AES, false, BOTH);

/** The second way in, for a forgotten passphrase: a key that the centre keeps and gives after signing in. */
export async function setRecovery({ box, dk }, key) {
  return write(box.db, "recovery", await wrap(await centres(key), "recovery", box.person, dk));
}

export async function openRecovery(db, person, key) {
  const held = await read(db, "meta", "recovery");
  return held ? unwrap(db, person, "recovery", held, await centres(key)) : null;
}

/** A finger or a face: a passkey of this phone, which makes the same secret again whenever its owner is there. */
async function passkey(kind, options) {
  const asked = { challenge: random(32), userVerification: "required", extensions: { prf: { eval: { first: bytes("box") } } } };
  const made = await navigator.credentials[kind]({ publicKey: { ...asked, ...options } });
  const secret = made.getClientExtensionResults().prf?.results?.first;
  return { id: made.rawId, key: secret && (await derive(secret, "finger")) };
}

const ask = (id) => passkey("get", { allowCredentials: [{ type: "public-key", id }] });

/** Rejects where this phone has none that makes secrets, or its owner says no. */
export async function setFinger({ box, dk }) {
  const name = "Rodzina";
  const { id, key } = await passkey("create", {
    rp: { name },
    user: { id: random(16), name, displayName: name },
    pubKeyCredParams: [-7, -257].map((alg) => ({ type: "public-key", alg })),
    authenticatorSelection: { authenticatorAttachment: "platform", residentKey: "required", userVerification: "required" },
  });
  return write(box.db, "finger", { id, ...(await wrap(key ?? (await ask(id)).key, "finger", box.person, dk)) });
}

export async function openFinger(db, person) {
  const held = await read(db, "meta", "finger");
  const { key } = await ask(held.id).catch(() => ({}));
  return key ? unwrap(db, person, "finger", held, key) : null;
}
