// Shows the password, and hides it again before the form is submitted: browsers offer to save passwords,
// not plain text.
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
