// Starts every part of the browser side; each hangs on data-… attributes and is idle where there are none.
import { drain } from "./delivery.js";
import { opened } from "./lock.js";
import { enqueue, entries } from "./outbox.js";
import { openStore, read, rowsOf, within } from "./store.js";
import { tryPassphrase } from "./vault.js";
import "./requests.js";
import "./forms.js";
import "./toast.js";
import "./draft.js";
import "./agreements.js";
import "./autosubmit.js";
import "./clock.js";
import "./known.js";
import "./weave.js";
import "./print.js";
import "./show-password.js";
import "./worker.js";
import "./sending.js";
import "./idle.js";
import "./wake.js";
import "./pack.js";
import "./badge.js";
import "./queue.js";
import "./setup.js";
import "./leave.js";

// For the tests, which look into the box of the very page they are on.
self.rodzina = { drain, enqueue, entries, openStore, opened, read, rows: rowsOf, tryPassphrase, within };
