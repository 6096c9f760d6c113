import { COUNTED_PER_DAY, type Language, type Overview } from "../../../../shared/contracts";
import { type Html, html } from "../../../../shared/html";
import { type Bar, bars, number } from "../components/bars";
import { card } from "../components/card";
import { link } from "../components/link";
import type { Pages } from "../routing/page-routes";
import { act } from "../visits/act";
import type { Visit } from "../visits/visit";
import { adminPage } from "./admin-page";

const WEEK = 7;

/** How the platform does at a glance: what there is, what happens day by day, and what waits for somebody. */
export const overview: Pages = {
  views: {
    "/admin": {
      for: "admins",
      async show(visit) {
        const { t } = visit;
        const shown = await act(visit, "web-gateway", "overview", {});
        return adminPage(visit, "overview", {
          title: t("admin.overview.title"),
          subtitle: t("admin.overview.lead"),
          body: html`<div class="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-3">
              ${perDay(visit, shown)}
            </div>
            <div class="mt-4 grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-4">
              ${counts(visit, shown)}
            </div>`,
        });
      },
    },
  },
};

/** What happens, each with a bar for every day. */
function perDay(visit: Visit, { days }: Overview): Html[] {
  const { t, language } = visit;
  return (["registered", "logged_in", "refused"] as const).map((name) => {
    const title = t(`admin.overview.${name}`);
    if (!days) return card({ title, body: away(visit, "audit") });
    const values = days.map((day) => ({ date: day.date, value: day[name] }));
    return card({
      title,
      body: html`<p class="mb-4">
          ${figure(sumOf(language, values.slice(-WEEK)))}
          <span class="text-sm text-soft">${t("admin.overview.this_week")}</span>
        </p>
        ${bars(language, { title, values })}`,
    });
  });
}

/** What there is and what waits, each with the way to it. */
function counts(visit: Visit, { users, mails, dead_letters: letters }: Overview): Html[] {
  const { t, language } = visit;
  const gone = letters.filter(({ count }) => count === null).map(({ subscriber }) => subscriber);
  const dead = letters.reduce((sum, { count }) => sum + (count ?? 0), 0);
  const figures: [title: string, href: string, body: Html][] = [
    [
      t("admin.users.title"),
      "/admin/users",
      users
        ? figure(`${users.is_estimate ? "≈ " : ""}${number(language, users.count)}`)
        : away(visit, "accounts"),
    ],
    [
      t("admin.overview.mails_waiting"),
      "/admin/events",
      mails ? figure(number(language, mails.waiting)) : away(visit, "notifier"),
    ],
    [
      t("admin.mails.title"),
      "/admin/events",
      mails ? figure(number(language, mails.given_up)) : away(visit, "notifier"),
    ],
    [
      t("admin.dead_letters.title"),
      "/admin/events",
      html`${gone.length < letters.length && figure(number(language, dead))}
      ${gone.map((name) => away(visit, name))}`,
    ],
  ];
  return figures.map(([title, href, body]) =>
    card({
      body: html`<h2 class="mb-1 text-sm">${link(href, title)}</h2>
        ${body}`,
    }),
  );
}

function figure(text: string): Html {
  return html`<span class="text-3xl font-bold tracking-tight tabular-nums">${text}</span>`;
}

function away({ t }: Visit, name: string): Html {
  return html`<p class="text-sm text-soft">${t("admin.dead_letters.away", { name })}</p>`;
}

/** A sum; a day that was counted to its bound makes it a least one. */
function sumOf(language: Language, values: readonly Bar[]): string {
  const sum = values.reduce((all, { value }) => all + value, 0);
  const isWhole = values.every(({ value }) => value < COUNTED_PER_DAY);
  return isWhole ? number(language, sum) : `> ${number(language, sum)}`;
}
