import { requestMail } from "../links";
import { confirm } from "./confirm";
import { register } from "./register";

export const actions = { register, requestConfirmation: requestMail("confirmation"), confirm };
