// Signing in over the page when the session has ended: what is typed underneath stays as it is.
import { renew } from "./hello.js";
import { current } from "./lock.js";

const dialog = document.getElementById("sign-in-dialog");
const REST = 5 * 60_000;
let waiting = null;
let declined = -REST;

/** True when the person has signed in again. One dialog serves all who wait; a quiet request does not insist after "not now". */
export function signIn(quiet = false) {
  if (!dialog || !window.htmx || (quiet && performance.now() - declined < REST)) return Promise.resolve(false);
  waiting ??= ask().finally(() => { waiting = null; });
  return waiting;
}

async function ask() {
  if (await renew(current())) return true;
  const address = `${dialog.dataset.address}?person=${encodeURIComponent(document.body.dataset.person)}`;
  await window.htmx.ajax("GET", address, { source: dialog, target: "#sign-in-here", swap: "innerHTML" });
  if (!dialog.querySelector("#sign-in-here form")) return false;
  const signedIn = await new Promise((resolve) => {
    dialog.returnValue = "";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "signed-in"), { once: true });
    dialog.showModal();
  });
  if (!signedIn) declined = performance.now();
  return signedIn;
}

// The centre answers a good password with 204 and `HX-Trigger: signed-in`, a wrong one with 422 and the form.
document.addEventListener("signed-in", () => {
  document.getElementById("sign-in-here").replaceChildren();
  dialog.close("signed-in");
});
