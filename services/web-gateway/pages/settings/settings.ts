import { type Html, html } from "../../../../shared/html";
import { address } from "../components/address";
import { badge } from "../components/badge";
import { card } from "../components/card";
import { header } from "../components/header";
import { link } from "../components/link";
import { type Typed, UNTYPED } from "../forms/typed";
import { SECURITY } from "../security/paths";
import type { PageAnswer } from "../visits/page-answer";
import type { Visit } from "../visits/visit";
import { activitySection } from "./activity";
import { deletionSection } from "./deletion-section";
import { emailSection } from "./email-section";
import { passwordSection } from "./password-section";
import { sessionsSection } from "./sessions-section";

/** What was typed into the forms of the settings. */
export interface TypedSettings {
  email?: Typed;
  password?: Typed;
  deletion?: Typed;
}

/** Everything about one's own account, on one page. */
export async function settingsPage(visit: Visit, typed: TypedSettings): Promise<PageAnswer> {
  const { t } = visit;
  const [sessions, activity] = await Promise.all([sessionsSection(visit), activitySection(visit)]);
  return {
    page: {
      title: t("settings.title"),
      main: html`${header({ title: t("settings.title"), subtitle: account(visit) })}
        <div class="grid grid-cols-1 gap-6">
          ${emailSection(visit, typed.email ?? UNTYPED)}
          ${passwordSection(visit, typed.password ?? UNTYPED)}
          ${card({
            id: "security",
            title: t("security.title"),
            description: t("security.lead"),
            body: link(SECURITY, t("security.open")),
          })}
          ${sessions} ${activity} ${deletionSection(visit, typed.deletion ?? UNTYPED)}
        </div>`,
    },
  };
}

function account({ t, live }: Visit): Html {
  const confirmed = Boolean(live?.user.confirmed_at);
  return html`<span class="inline-flex flex-wrap items-center gap-2">
    ${address(live?.user.email ?? "")}
    ${
      confirmed
        ? badge(t("settings.confirmed"), "good")
        : badge(t("settings.unconfirmed"), "warning")
    }
    ${!confirmed && link("/users/confirm", t("home.confirm"))}
  </span>`;
}
