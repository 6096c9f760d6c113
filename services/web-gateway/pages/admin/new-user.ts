import { html } from "../../../../shared/html";
import { ROLES } from "../../../../shared/principal";
import { button } from "../components/button";
import { checkbox } from "../components/forms/checkbox";
import { field } from "../components/forms/field";
import { formCard } from "../components/forms/form-card";
import { backLink } from "../components/link";
import { passwordHint } from "../forms/password-hint";
import { firstWrong, type Typed, UNTYPED } from "../forms/typed";
import type { Pages } from "../routing/page-routes";
import { info } from "../state/flash";
import { act } from "../visits/act";
import type { PageAnswer } from "../visits/page-answer";
import type { Visit } from "../visits/visit";
import { adminPage } from "./admin-page";

const PATH = "/admin/users/new";

/** Making an account for somebody, with a password or with an invitation to choose one. */
export const newUser: Pages = {
  views: { [PATH]: { for: "admins", show: (visit) => page(visit, UNTYPED) } },
  forms: {
    [`POST ${PATH}`]: {
      for: "admins",
      page: () => PATH,
      show: page,
      async submit(visit, { email = "", password = "", role = "user", confirmed }) {
        const { user } = await act(visit, "accounts", "createUser", {
          email,
          role,
          confirmed: confirmed === "true",
          ...(password === "" ? {} : { password }),
        } as never);
        const done = password === "" ? "admin.user.invited" : "admin.user.created";
        return { to: `/admin/users/${user.id}`, flash: info(done) };
      },
    },
  },
};

function page(visit: Visit, typed: Typed): PageAnswer {
  const { t } = visit;
  const first = firstWrong(["email", "role", "password"], typed);
  const roles = ROLES.map((each) => [each, t(`roles.${each}`)] as const);
  return adminPage(visit, "users", {
    title: t("admin.user.new"),
    subtitle: t("admin.user.new_lead"),
    back: backLink("/admin/users", t("admin.users.title")),
    body: html`<div class="max-w-md">
      ${formCard({
        action: PATH,
        token: visit.formToken(),
        notice: typed.notice,
        body: html`${field(t, {
          name: "email",
          type: "email",
          label: t("fields.email"),
          value: typed.values.email,
          error: typed.errors.email,
          autocomplete: "off",
          required: true,
          focused: first === "email",
        })}
        ${field(t, {
          name: "role",
          label: t("admin.user.role"),
          choices: roles,
          value: typed.values.role ?? "user",
          error: typed.errors.role,
          focused: first === "role",
        })}
        ${field(t, {
          name: "password",
          type: "password",
          label: t("admin.user.new_password"),
          hint: passwordHint(visit),
          error: typed.errors.password,
          autocomplete: "new-password",
          focused: first === "password",
        })}
        ${checkbox({
          name: "confirmed",
          label: t("admin.user.new_confirmed"),
          checked: typed.values.confirmed === "true",
        })}
        ${button({ label: t("admin.user.create") })}`,
      })}
    </div>`,
  });
}
