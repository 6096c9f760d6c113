export { emailColumns, emailKeysOf } from "./email-columns";
export { settleMailboxes, type SharedMailbox } from "./settle-mailboxes";
export { toUser, USER_COLUMNS, type UserRow } from "./to-user";
