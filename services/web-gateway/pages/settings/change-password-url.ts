import { send } from "../../http/answer";
import type { Routes } from "../../http/router";
import { SETTINGS } from "./form-section";

/** Where password managers look for the page that changes the password (W3C, A Well-Known URL for Changing Passwords). */
export const changePasswordUrl: Routes = {
  "GET /.well-known/change-password": (exchange) => {
    send(exchange, { status: 303, headers: { location: SETTINGS } });
  },
};
