// The eye beside a password: pressed, the letters can be read.

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-show-password]");
  if (!button) return;
  const input = button.parentElement.querySelector("input");
  const shown = input.type === "password";
  input.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
});
