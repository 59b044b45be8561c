// A button that opens the browser's own print dialog.
import { on } from "./page.js";

on("click", "[data-print]", () => window.print());
