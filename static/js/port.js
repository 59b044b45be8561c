// What page and worker have between them: a question through a port of its own, and how long keys stay.

export const IDLE = 300_000;
export const LONGEST = 43_200_000;

/** The answer; nothing where none came in time. `asked` is what can be told something, or will be. */
export function answerOf(asked, question, patience) {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(resolve, patience, null);
    Promise.resolve(asked).then((other) => other.postMessage(question, [port2]));
  });
}
