import { deleteAccount } from "./delete-account";
import { deleteUser } from "./delete-user";

export const actions = { deleteAccount, deleteUser };
