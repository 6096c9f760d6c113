import type { Pages } from "../routing/page-routes";
import { info } from "../state/flash";
import { act } from "../visits/act";

/** Logging out: the session ends on the server, and the browser forgets its cookie. */
export const logOut: Pages = {
  forms: {
    "DELETE /users/log_out": {
      for: "anyone",
      page: () => "/",
      async submit(visit) {
        if (visit.live) await act(visit, "accounts", "logOut", {});
        visit.cookies.push(visit.deps.sessionCookie.clear());
        return { to: "/", flash: info("log_out.done") };
      },
    },
  },
};
