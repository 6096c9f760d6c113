import type { Mail } from "../../../../shared/contracts";
import { type Html, html } from "../../../../shared/html";
import { card } from "../components/card";
import { field } from "../components/forms/field";
import { filters } from "../components/forms/filters";
import { header } from "../components/header";
import { link } from "../components/link";
import { list } from "../components/list";
import { moment } from "../components/time";
import type { Page } from "../layout/page";
import type { Visit } from "../visits/visit";

const SHOWN = 50;

/** The mails that were caught instead of sent. */
export function mailboxPage(visit: Visit, mails: readonly Mail[], to: string): Page {
  const { t } = visit;
  const search = field(t, {
    name: "to",
    type: "search",
    label: t("mailbox.to"),
    value: to,
    autocomplete: "off",
    free: true,
  });
  return {
    title: t("mailbox.title"),
    main: html`${header({ title: t("mailbox.title"), subtitle: t("mailbox.lead") })}
      ${filters("/dev/mailbox", search, t("common.search"))}
      <p class="mb-4 text-sm text-soft">${t("mailbox.count", { count: mails.length })}</p>
      <div class="grid grid-cols-1 gap-4">
        ${mails.slice(0, SHOWN).map((mail) => mailCard(visit, mail))}
      </div>`,
  };
}

function mailCard({ t, language }: Visit, mail: Mail): Html {
  const facts = list([
    [t("mailbox.to"), mail.to],
    [t("mailbox.from"), mail.from],
    [t("mailbox.sent_at"), moment(language, mail.sent_at)],
  ]);
  return card({
    title: mail.subject,
    body: html`${facts}
      <pre class="mt-4 rounded-lg bg-paper p-4 font-sans text-sm wrap-anywhere whitespace-pre-wrap">
${mail.text}</pre>
      ${mail.links.map((address) => html`<p class="mt-3 wrap-anywhere">${linkTo(address)}</p>`)}
      ${mail.html !== null && preview(t("mailbox.preview"), mail)}`,
  });
}

/** A link that is not http(s) is shown as text. */
function linkTo(address: string): Html {
  return /^https?:\/\//i.test(address) ? link(address, address) : html`${address}`;
}

/** The HTML of the mail, in a sandboxed frame. */
function preview(label: string, { id, subject }: Mail): Html {
  return html`<details class="mt-3">
    <summary class="min-h-9 cursor-pointer font-medium text-brand">${label}</summary>
    <iframe
      class="mt-2 h-96 w-full rounded-lg border border-line bg-white"
      src="/dev/mailbox/${encodeURIComponent(id)}/html"
      title="${subject}"
      loading="lazy"
      sandbox
    ></iframe>
  </details>`;
}
