// The lock on the screen: a dialog over the page, so that what is typed underneath stays as it is.
import { hello } from "./hello.js";
import { writer } from "./page.js";
import { signIn } from "./signin.js";
import { say } from "./toast.js";
import { openRecovery, setPassphrase, tryPassphrase } from "./vault.js";

const { person } = document.body.dataset;
export const dialog = document.getElementById("unlock");
const form = dialog?.querySelector("form");
const clock = writer({ hour: "numeric", minute: "2-digit", second: "2-digit" });
let db = null;
let letIn = null;
let recovered = null;

/** Resolves with what opened the box: { box, dk }; with nothing where it stays closed for now. */
export function unlock(store) {
  db = store;
  tell("");
  dialog.showModal();
  return new Promise((resolve) => { letIn = resolve; });
}

function close(found) {
  recovered = null;
  dialog.close();
  letIn(found);
}

function tell(words) {
  dialog.querySelector("[data-problem]").textContent = words;
}

function problemOf({ left, wait, spent }) {
  const { wrong, later, over } = dialog.dataset;
  if (spent) return over;
  return wait ? later.replace("{time}", clock(Date.now() + wait)) : wrong.replace("{left}", left);
}

async function answer(event) {
  event.preventDefault();
  const input = form.querySelector("input");
  const typed = input.value;
  input.value = "";
  tell(dialog.dataset.opening);
  if (recovered) {
    await setPassphrase(recovered, typed);
    return close(recovered);
  }
  const found = await tryPassphrase(db, person, typed);
  if (found.box) return close(found);
  tell(problemOf(found));
  input.focus();
}

/** Signing in with the account's password brings the centre's key; without one the page works as without a box. */
async function forgotten() {
  if (!(await signIn())) return;
  const { recovery } = await hello(db);
  recovered = recovery ? await openRecovery(db, person, recovery) : null;
  if (!recovered) {
    say("unopened");
    return close(null);
  }
  form.querySelector("input").minLength = 12;
  tell(dialog.dataset.anew);
}

form?.addEventListener("submit", answer);
dialog?.addEventListener("cancel", (event) => event.preventDefault());
dialog?.querySelector("[data-forgotten]").addEventListener("click", forgotten);
