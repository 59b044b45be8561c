// Sealing: a value under its place in the store, with keys that live in memory only.
import { read } from "./store.js";

export const AES = { name: "AES-GCM", length: 256 };
export const BOTH = ["encrypt", "decrypt"];
const { subtle } = crypto;
export const bytes = (words) => new TextEncoder().encode(words);
export const random = (count) => crypto.getRandomValues(new Uint8Array(count));

export async function shut(key, place, clear) {
  const iv = random(12);
  return { iv, data: await subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytes(place) }, key, clear) };
}

export const open = (key, place, { iv, data }) => subtle.decrypt({ name: "AES-GCM", iv, additionalData: bytes(place) }, key, data);

/** A value under its place: moved to another place, it cannot be read. */
export const seal = (box, store, key, value) => shut(box.enc, `${store}|${key}`, bytes(JSON.stringify(value)));
export const unseal = async (box, store, key, held) =>
  JSON.parse(new TextDecoder().decode(await open(box.enc, `${store}|${key}`, held)));

/** Tells whether two contents are the same, and nothing else about them. */
export async function printOf(box, words) {
  return String(new Uint8Array(await subtle.sign("HMAC", box.mac, bytes(words))));
}

/** What works with the store: its keys cannot be taken out of memory and are never written down. */
export async function boxOf(db, person, { enc, mac, since = Date.now() }) {
  return { db, person, enc, mac, since, device: await read(db, "meta", "device") };
}

/** A key made of a secret, for one purpose. */
export async function derive(secret, info, kind = AES, uses = BOTH) {
  const base = await subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  return subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: bytes(info) }, base, kind, false, uses);
}

export async function boxFrom(db, person, dk) {
  const enc = await derive(dk, "enc");
  const mac = await derive(dk, "mac", { name: "HMAC", hash: "SHA-256" }, ["sign"]);
  return boxOf(db, person, { enc, mac });
}
