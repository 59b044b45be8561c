// A button that opens the browser's own print dialog.
document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-print]")) window.print();
});
