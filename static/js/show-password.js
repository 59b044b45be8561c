// The eye beside a password: pressed, the letters can be read.
import { on, one } from "./page.js";

on("click", "[data-show-password]", (button) => {
  const input = one("input", button.parentElement);
  const shown = input.type === "password";
  input.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", shown);
});
