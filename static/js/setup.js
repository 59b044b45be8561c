// Making the phone's box, or giving it another passphrase, or a finger. What is typed stays in this page: the form is never sent.
import { adopt, current } from "./lock.js";
import { all, on } from "./page.js";
import { say } from "./toast.js";
import { unlock } from "./unlock.js";
import { makeBox, setSecrets } from "./vault.js";
import { setFinger } from "./ways.js";

const { person } = document.body.dataset;
let made = null;

/** The box with its own key: only making it and the passphrase give that. */
async function whole() {
  while (!made?.dk) made = await unlock(current().db);
  return made;
}

async function keep(passphrase, code) {
  if (current()) return setSecrets(await whole(), passphrase, code);
  // Asked for while a finger is on the screen: what lies in the box should not be cleared away.
  navigator.storage?.persist?.();
  made = await makeBox(person, passphrase, code);
  return adopt(made);
}

on("submit", "[data-make-box]", async (form, event) => {
  event.preventDefault();
  const typed = all("input", form).map(({ value }) => value);
  form.reset();
  event.submitter.disabled = true;
  say(await keep(...typed).then(() => "ready", () => "failed"));
  event.submitter.disabled = false;
});

on("click", "[data-set-finger]", async () => say(await setFinger(await whole()).then(() => "fingerSet", () => "noFinger")));
