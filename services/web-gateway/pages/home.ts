import { html } from "./html";
import { page } from "./layout";

/** What this is and where to go from here. */
export function homePage(options: { mailbox: boolean }): string {
  return page(
    "Home",
    html`<h1>Accounts, and everything that happens to them</h1>
      <p class="lead">
        Jumar looks after sign-up, log-in, sessions and passwords. Every change to an account is a
        durable event that any service can subscribe to.
      </p>
      <ul class="cards">
        <li class="card">
          <a href="/api/docs">API</a>
          <p>Every operation, what it takes and how it answers.</p>
        </li>
        <li class="card">
          <a href="/api/openapi.json">OpenAPI</a>
          <p>The same for programs, as OpenAPI 3.1.</p>
        </li>
        ${
          options.mailbox &&
          html`<li class="card">
            <a href="/dev/mailbox">Mailbox</a>
            <p>Every mail that would have gone out, in development.</p>
          </li>`
        }
      </ul>`,
  );
}
