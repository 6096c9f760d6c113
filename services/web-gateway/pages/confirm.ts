import { html } from "./html";
import { page } from "./layout";

/** Asks to press a button: programs that look into mails open links, and must not confirm anything. */
export function confirmPage(): string {
  return page(
    "Confirm your address",
    html`<h1>Confirm your address</h1>
      <p class="lead">One press, and we know that this e-mail address is yours.</p>
      <form method="post"><button>Confirm my address</button></form>`,
  );
}

/** What came of pressing it. */
export function confirmedPage(email: string | undefined): string {
  if (email === undefined) {
    return page(
      "This link does not work",
      html`<h1>This link does not work</h1>
        <p class="lead">
          It is wrong, was used already, or is too old. If your address is confirmed, nothing is
          amiss.
        </p>`,
    );
  }
  return page(
    "Confirmed",
    html`<h1>Confirmed</h1>
      <p class="lead">Thank you: ${email} is yours, and your account is ready.</p>`,
  );
}
