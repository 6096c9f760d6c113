export { toUser, USER_COLUMNS, type UserRow } from "./to-user";
