// Every scripted request goes through here: an expired session asks to sign in over the page, then the same request is sent again.
import { AT_CENTRE } from "./draft.js";
import { onHtmx } from "./page.js";
import { signIn } from "./signin.js";

const PATIENCE = 45_000;

/** fetch(), but a 401 opens the sign-in dialog; after signing in the request is repeated, word for word. */
export async function send(address, request) {
  const answer = await attempt(address, request);
  return answer.status === 401 && (await signIn(request.quiet)) ? attempt(address, request) : answer;
}

function attempt(address, request) {
  const signals = [AbortSignal.timeout(PATIENCE), request.signal].filter(Boolean);
  return fetch(address, { ...request, signal: AbortSignal.any(signals) });
}

onHtmx("config:request", (ctx) => {
  const { request, sourceElement } = ctx;
  // The dialog may stay open for minutes: our time limit counts each attempt, htmx's would count them all.
  request.timeout = 0;
  // Nobody is asked to sign in for a draft.
  request.quiet = sourceElement.matches(AT_CENTRE);
  if (!sourceElement.closest("#sign-in-dialog")) ctx.fetch = send;
  const operation = request.body.get("operation");
  if (operation && request.method !== "GET") request.headers["Idempotency-Key"] = operation;
});
