// Asking the centre how things stand: who is signed in, what it wants of this phone.

const SHORT = 5_000;
const { person } = document.body.dataset;

/** What the centre says to the person of this page; nothing without network, session, or in another's session. */
export async function hello() {
  try {
    const answer = await fetch("/sync/hello", { headers: { "HX-Request": "true" }, redirect: "manual", signal: AbortSignal.timeout(SHORT) });
    const told = answer.ok ? await answer.json() : {};
    return told.person === person ? told : {};
  } catch {
    return {};
  }
}
