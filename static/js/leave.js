// Leaving the phone, with or without signal: its keys go at once, and the worker signs out before it shows anything else.
import { channel, giveKeys } from "./keys.js";
import { on } from "./page.js";
import { openStore, write } from "./store.js";

/** What was not sent stays in the box, sealed. */
export async function leave(db) {
  await write(db, "out", "asked");
  await write(db, "used", 1);
  channel.postMessage("shut");
  await giveKeys(null);
  location.assign("/");
}

on("submit", "[data-sign-out]", async (_form, event) => {
  const { box, person } = document.body.dataset;
  if (box === "none" || !navigator.serviceWorker?.controller) return;
  event.preventDefault();
  leave(await openStore(person));
});
