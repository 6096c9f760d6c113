import { confirmUser } from "./confirm-user";
import { createUser } from "./create-user";
import { createUsers } from "./create-users";
import { findUser } from "./find-user";
import { getUser } from "./get-user";
import { grantRole } from "./grant-role";
import { mailUser } from "./mail-user";
import { nameUsers } from "./name-users";
import { updateUser } from "./update-user";

export const actions = {
  getUser,
  updateUser,
  createUser,
  createUsers,
  findUser,
  nameUsers,
  confirmUser,
  grantRole,
  mailUser,
};
