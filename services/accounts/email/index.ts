import { changeEmail, checkEmailChangeToken } from "./change-email";
import { requestEmailChange } from "./request-email-change";

export const actions = { requestEmailChange, checkEmailChangeToken, changeEmail };
