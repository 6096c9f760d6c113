// Dismisses a message.
document.addEventListener("click", ({ target }) => {
  target.closest("[data-dismiss]")?.closest("[data-flash]")?.remove();
});
