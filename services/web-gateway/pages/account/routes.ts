import type { Pages } from "../routing/page-routes";
import { confirm } from "./confirm";
import { home } from "./home";
import { language } from "./language";
import { logIn } from "./log-in";
import { logOut } from "./log-out";
import { register } from "./register";
import { requestConfirmation, requestPasswordReset } from "./request-mail";
import { resetPassword } from "./reset-password";
import { secondStep } from "./second-step";
import { validate } from "./validate";

/** The front page, and all that leads to an account, into it and out of it. */
export const account: readonly Pages[] = [
  { views: { "/": home } },
  register,
  logIn,
  secondStep,
  logOut,
  language,
  validate,
  requestPasswordReset,
  resetPassword,
  requestConfirmation,
  confirm,
];
