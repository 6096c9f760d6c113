import { AppError } from "../../../../shared/errors";
import { keepSession } from "../account/open-session";
import { act } from "../visits/act";
import { error, info } from "../visits/flash";
import { asksForPart } from "../visits/guard";
import type { Pages } from "../visits/page-routes";
import { SETTINGS } from "./form-section";
import { sessionsList, SESSIONS } from "./sessions-section";
import { settingsPage } from "./settings";

const page = () => SETTINGS;

/** The settings and what can be done there. */
export const settings: Pages = {
  views: {
    [SETTINGS]: { for: "users", show: (visit) => settingsPage(visit, {}) },
    [SESSIONS]: {
      for: "users",
      async show(visit) {
        // By itself it is no page: only the script asks for it.
        return asksForPart(visit) ? { fragment: await sessionsList(visit) } : { to: SETTINGS };
      },
    },
  },
  forms: {
    "POST /users/settings/email": {
      for: "users",
      page,
      show: (visit, email) => settingsPage(visit, { email }),
      async submit(visit, { email = "", current_password = "" }) {
        await act(visit, "accounts", "requestEmailChange", { email, current_password });
        return { to: SETTINGS, flash: info("settings.email.done") };
      },
    },
    "POST /users/settings/password": {
      for: "users",
      page,
      show: (visit, password) => settingsPage(visit, { password }),
      async submit(visit, { password = "", password_confirmation = "", current_password = "" }) {
        const { token } = await act(visit, "accounts", "changePassword", {
          password,
          password_confirmation,
          current_password,
        });
        keepSession(visit, token, visit.live?.remembered ?? false);
        return { to: SETTINGS, flash: info("settings.password.done") };
      },
    },
    [`DELETE ${SESSIONS}/:id`]: {
      for: "users",
      page,
      async submit(visit) {
        try {
          await act(visit, "accounts", "revokeSession", { id: visit.params.id ?? "" });
        } catch (thrown) {
          // Over already is what was wanted; what is no session of theirs is as good as over.
          const gone = thrown instanceof AppError && [404, 422].includes(thrown.status);
          if (!gone) throw thrown;
          return { to: SETTINGS, flash: error("sessions.gone") };
        }
        return { to: SETTINGS, flash: info("sessions.ended") };
      },
    },
    [`DELETE ${SESSIONS}`]: {
      for: "users",
      page,
      async submit(visit) {
        await act(visit, "accounts", "revokeOtherSessions", {});
        return { to: SETTINGS, flash: info("sessions.others_ended") };
      },
    },
    "DELETE /users/settings/account": {
      for: "users",
      page,
      show: (visit, deletion) => settingsPage(visit, { deletion }),
      async submit(visit, { current_password = "" }) {
        await act(visit, "accounts", "deleteAccount", { current_password });
        visit.cookies.push(visit.deps.sessionCookie.clear());
        return { to: "/", flash: info("settings.deletion.done") };
      },
    },
  },
};
