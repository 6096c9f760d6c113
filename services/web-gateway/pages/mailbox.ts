import type { Mail } from "../../../shared/contracts";
import { html, type Html } from "./html";
import { page } from "./layout";

/** The mails that were caught instead of sent. */
export function mailboxPage(mails: readonly Mail[], to: string): string {
  return page(
    "Mailbox",
    html`<h1>Mailbox</h1>
      <p class="lead">Mails that would have gone out, the newest first. Only in development.</p>
      <form class="filter" action="/dev/mailbox">
        <label>To <input type="search" name="to" value="${to}" autocomplete="off" /></label>
        <button>Show</button>
      </form>
      ${mails.length === 0 ? html`<p class="soft">There is no mail.</p>` : mails.map(mailCard)}`,
  );
}

function mailCard(mail: Mail): Html {
  return html`<article class="card mail">
    <h3>${mail.subject}</h3>
    <dl>
      <dt>To</dt>
      <dd>${mail.to}</dd>
      <dt>From</dt>
      <dd>${mail.from}</dd>
      <dt>Sent</dt>
      <dd><time datetime="${mail.sent_at}">${mail.sent_at.replace("T", " ")}</time></dd>
    </dl>
    <pre>${mail.text}</pre>
    ${
      mail.links.length > 0 &&
      html`<ul class="links">
        ${mail.links.map(linkItem)}
      </ul>`
    }
  </article>`;
}

/** A link that leads to anything but a page is shown, not offered. */
function linkItem(link: string): Html {
  const leadsToPage = /^https?:\/\//i.test(link);
  return html`<li>${leadsToPage ? html`<a href="${link}">${link}</a>` : link}</li>`;
}
