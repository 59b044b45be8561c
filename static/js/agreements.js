// Adds and removes rows inside a form (what was agreed for next time); without script the server's spare rows serve.

let last = 1_000;

function add(list, { text, area, name }) {
  const row = list.querySelector("template").content.firstElementChild.cloneNode(true);
  last = name ? Math.max(last, Number(name.split("-")[1])) : last + 1;
  for (const name of ["name", "id", "for"]) {
    for (const element of row.querySelectorAll(`[${name}]`)) {
      element.setAttribute(name, element.getAttribute(name).replace("__row__", name?.split("-")[1] ?? last));
    }
  }
  const input = row.querySelector("[data-row-text]");
  if (text) input.value = text;
  if (area) row.querySelector("[data-row-area]").value = area;
  list.querySelector("[data-rows]").append(row);
  if (!text) input.focus();
}

document.addEventListener("click", ({ target }) => {
  const list = target.closest("[data-agreements]");
  const button = target.closest("[data-add], [data-remove]");
  if (!list || !button) return;
  if (button.matches("[data-add]")) {
    add(list, button.dataset);
  } else {
    button.closest("[data-row]").remove();
    list.querySelector("[data-add]")?.focus();
  }
  // The draft listens to changes, and a row that comes or goes is one.
  list.dispatchEvent(new Event("change", { bubbles: true }));
});

// A row of a draft that is put back.
document.addEventListener("rodzina:row", ({ target, detail }) => add(target.querySelector("[data-agreements]"), detail));
