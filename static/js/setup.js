// Making the phone's box, or saying no to it. The passphrase stays in this page: the form is never sent.
import { adopt } from "./lock.js";
import { say } from "./toast.js";
import { openStore, write } from "./store.js";
import { makeBox } from "./vault.js";

const { person } = document.body.dataset;

document.addEventListener("submit", async (event) => {
  if (!event.target.matches("[data-make-box]")) return;
  event.preventDefault();
  const input = event.target.querySelector("input");
  const passphrase = input.value;
  event.submitter.disabled = true;
  input.value = "";
  // Asked for while a finger is on the screen: what lies in the box should not be cleared away.
  navigator.storage?.persist?.();
  try {
    await adopt(await makeBox(person, passphrase));
    say("ready");
  } catch {
    event.submitter.disabled = false;
    say("failed");
  }
});

document.addEventListener("click", async ({ target }) => {
  if (!target.closest("[data-decline-box]")) return;
  target.closest("[data-when-box]").hidden = true;
  await write(await openStore(person, true), "declined", true);
});
