import { requestMail } from "../links";
import { checkConfirmationToken, confirm } from "./confirm";
import { register } from "./register";

export const actions = {
  register,
  requestConfirmation: requestMail("confirmation"),
  checkConfirmationToken,
  confirm,
};
