import { recover } from "../../api/recover";
import { keepSession } from "../account/open-session";
import type { Pages } from "../routing/page-routes";
import { error, info } from "../state/flash";
import { act } from "../visits/act";
import { asksForPart } from "../visits/guard";
import { SETTINGS } from "./form-section";
import { SESSIONS, sessionsList } from "./sessions-section";
import { settingsPage } from "./settings";

const page = () => SETTINGS;

/** The settings and what can be done there. */
export const settings: Pages = {
  views: {
    [SETTINGS]: { for: "users", show: (visit) => settingsPage(visit, {}) },
    [SESSIONS]: {
      for: "users",
      async show(visit) {
        // It is not a page of its own: only the script asks for it.
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
        const { id = "" } = visit.params;
        const ended = async () => {
          await act(visit, "accounts", "revokeSession", { id });
          return { to: SETTINGS, flash: info("sessions.ended") };
        };
        return await recover(
          ended,
          // A session that has ended already, or is not theirs, is as good as ended.
          ({ status }) => status === 404,
          () => ({ to: SETTINGS, flash: error("sessions.gone") }),
        );
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
