import { defineContract } from "../define-contract";
import { eventLogActions } from "../parts/event-log-actions";
import { mailingActions } from "../parts/mailing-actions";
import { administrationActions } from "./administration";
import { deletionActions } from "./deletion";
import { emailActions } from "./email";
import { factorAdministrationActions } from "./factor-administration";
import { factorActions } from "./factors";
import { formActions } from "./forms";
import { identityActions } from "./identity";
import { passwordActions } from "./password";
import { registrationActions } from "./registration";
import { sessionActions } from "./sessions";
import { signInActions } from "./sign-in";

/** The actions of accounts, by the room that has them. */
export const accounts = defineContract("accounts", {
  ...registrationActions,
  ...signInActions,
  ...sessionActions,
  ...passwordActions,
  ...emailActions,
  ...deletionActions,
  ...factorActions,
  ...factorAdministrationActions,
  ...formActions,
  ...identityActions,
  ...administrationActions,
  ...mailingActions,
  ...eventLogActions,
});
