// Shows what was typed as a password, and hides it again before it is sent: browsers offer to keep
// passwords, not plain text.
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-reveal]");
  if (button) reveal(button, button.getAttribute("aria-pressed") !== "true");
});

document.addEventListener("submit", ({ target }) => {
  for (const button of target.querySelectorAll("[data-reveal]")) reveal(button, false);
});

function reveal(button, shown) {
  document.getElementById(button.dataset.reveal).type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
  for (const sign of button.querySelectorAll("[data-when]")) {
    sign.hidden = (sign.dataset.when === "shown") !== shown;
  }
}
