// The lock on the screen: a dialog over the page, so that what is typed underneath stays as it is.
import { hello } from "./hello.js";
import { leave } from "./leave.js";
import { on, one, writer } from "./page.js";
import { signIn } from "./signin.js";
import { readAll, write } from "./store.js";
import { say } from "./toast.js";
import { setSecrets, tryCode, tryPassphrase } from "./vault.js";
import { openFinger, openRecovery } from "./ways.js";

const { person } = document.body.dataset;
export const dialog = document.getElementById("unlock");
const input = dialog && one("input", dialog);
const finger = dialog && one("[data-finger]", dialog);
const clock = writer({ hour: "numeric", minute: "2-digit", second: "2-digit" });
let db = null;
let soft = null;
let letIn = null;
let recovered = null;

/** Resolves with what opened the box: { box, dk }; with { spent } after too many codes; with nothing where it stays closed for now. `kept` is a box whose keys are in memory: a code is enough. */
export function unlock(store, kept = null) {
  [db, soft] = [store, kept];
  dialog.toggleAttribute("data-soft", Boolean(soft));
  input.inputMode = soft ? "numeric" : "text";
  tell("");
  readAll(db, "finger", "initials").then(([way, initials]) => {
    finger.hidden = !way;
    one("[data-whose]", dialog).textContent ||= initials ?? "";
  });
  dialog.showModal();
  return new Promise((resolve) => { letIn = resolve; });
}

export function close(found) {
  recovered = null;
  dialog.close();
  letIn(found);
}

function tell(words) {
  one("[data-problem]", dialog).textContent = words;
}

function problemOf({ left, wait }) {
  const { wrong, wrongCode, later, over } = dialog.dataset;
  if (wait) return later.replace("{time}", clock(Date.now() + wait));
  return left ? (soft ? wrongCode : wrong).replace("{left}", left) : over;
}

async function answer(_form, event) {
  event.preventDefault();
  const typed = input.value;
  input.value = "";
  tell(dialog.dataset.opening);
  if (recovered) {
    await setSecrets(recovered, typed);
    return close(recovered);
  }
  const found = await (soft ? tryCode(soft, typed) : tryPassphrase(db, person, typed));
  if (found.box || (soft && found.spent)) return close(found);
  tell(problemOf(found));
  input.focus();
}

/** Signing in with the account's password brings the centre's key; without one the page works as without a box. */
async function forgotten() {
  if (!(await signIn())) return;
  const { recovery } = await hello(db);
  recovered = recovery ? await openRecovery(db, person, recovery) : null;
  if (!recovered) {
    await write(db, "out", "done");
    say("unopened");
    return close(null);
  }
  [soft, input.minLength] = [null, 12];
  tell(dialog.dataset.anew);
}

on("submit", "#unlock form", answer);
on("click", "[data-forgotten]", forgotten);
on("click", "[data-another]", () => leave(db));
on("click", "[data-finger]", async () => {
  const found = await openFinger(db, person);
  if (found) close(found);
});
dialog?.addEventListener("cancel", (event) => event.preventDefault());
