// Starts every part of the browser side; each hangs on data-… attributes and is idle where there are none.
import "./requests.js";
import "./forms.js";
import "./toast.js";
import "./draft.js";
import "./autosubmit.js";
import "./agreements.js";
import "./clock.js";
import "./known.js";
import "./weave.js";
import "./print.js";
import "./show-password.js";
import "./worker.js";
import "./sending.js";
import "./wake.js";
import "./pack.js";
import "./badge.js";
import "./queue.js";
import "./setup.js";

// For the tests, which look into the box of the very page they are on.
export { drain } from "./delivery.js";
export { opened } from "./lock.js";
export { enqueue } from "./outbox.js";
export { openStore, read, rowsOf as rows, within } from "./store.js";
export { tryPassphrase } from "./vault.js";
