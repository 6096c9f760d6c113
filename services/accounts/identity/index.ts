import { chooseLanguage } from "./choose-language";
import { countUsers, estimateUsers, findUsers, listUsers } from "./list-users";

export const actions = { chooseLanguage, listUsers, findUsers, countUsers, estimateUsers };
export { addressNotChanged } from "./address-not-changed";
export { confirmAddress } from "./confirm-address";
export { orEmailTaken } from "./or-email-taken";
export { ownerOf } from "./owner";
export { requireAdmin } from "./require-admin";
export { requireOtherAdmin } from "./require-other-admin";
export { settleMailboxes } from "./settle-mailboxes";
export {
  changeCredentials,
  countEvent,
  deleteUser,
  replacePasswordHash,
  updateUser,
  voidLinks,
} from "./store/change-user";
export { COLUMNS as USER_RECORD_COLUMNS, sealed, type UserRecord } from "./store/user-record";
export { findUsersById } from "./store/listed-users";
export { findUserByEmail, findUserById, insertUser } from "./store/users";
