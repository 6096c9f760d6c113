// Shows errors beside fields while they are filled in (htmx fetches the texts). Texts that have not
// changed are left alone: they would flicker, and screen readers would read them again.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  if (target.textContent.trim() === fragment.textContent.trim()) event.detail.shouldSwap = false;
});

document.addEventListener("htmx:oobAfterSwap", ({ detail: { target } }) => {
  const input = document.querySelector(`[aria-describedby~="${target.id}"]`);
  if (!input) return;
  if (target.textContent.trim() === "") input.removeAttribute("aria-invalid");
  else input.setAttribute("aria-invalid", "true");
});
