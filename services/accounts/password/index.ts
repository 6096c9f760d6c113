import { requestMail } from "../links";
import { changePassword } from "./change-password";
import { checkResetToken, resetPassword } from "./reset-password";

export const actions = {
  requestPasswordReset: requestMail("password_reset"),
  checkResetToken,
  resetPassword,
  changePassword,
};
