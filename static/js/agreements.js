// What was agreed for next time: rows that are there already come and go; those with words in them show by themselves.
import { all, on, one } from "./page.js";

on("click", "[data-add], [data-remove]", (button) => {
  const list = button.closest("[data-agreements]");
  const row = button.closest("[data-row]") ?? all("[data-row]", list).find((held) => !held.checkVisibility());
  if (!row) return;
  const { add, text = "", area } = button.dataset;
  const input = one("[data-row-text]", row);
  row.toggleAttribute("data-open", add === "");
  input.value = text;
  if (area) one("select", row).value = area;
  if (add === "" && !text) input.focus();
  else one("[data-add]", list).focus();
  // The draft listens to changes, and a row that comes or goes is one.
  list.dispatchEvent(new Event("change", { bubbles: true }));
});
