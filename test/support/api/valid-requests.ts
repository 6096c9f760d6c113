import type { Asked } from "./send";
import { NEW_PASSWORD, PASSWORD, type World } from "./world";

/**
 * A request for each operation that succeeds, a new one each time. An operation of the document
 * that has none here fails the contract test.
 */
export const validRequests: Record<string, (world: World) => Promise<Asked> | Asked> = {
  accountsRegister: (world) => ({ body: { email: world.newEmail(), password: PASSWORD } }),
  accountsConfirm: async (world) => {
    const { email } = await world.person();
    return { body: { token: await world.mailToken(email, "/users/confirm/") } };
  },
  accountsRequestConfirmation: async (world) => ({
    body: { email: (await world.person()).email },
  }),
  accountsRequestPasswordReset: async (world) => ({
    body: { email: (await world.person()).email },
  }),
  accountsResetPassword: async (world) => {
    const { email } = await world.person();
    const token = await world.resetToken(email);
    return { body: { token, password: NEW_PASSWORD, password_confirmation: NEW_PASSWORD } };
  },
  accountsChangePassword: async (world) => ({
    as: await world.person(),
    body: {
      current_password: PASSWORD,
      password: NEW_PASSWORD,
      password_confirmation: NEW_PASSWORD,
    },
  }),
  accountsRequestEmailChange: async (world) => ({
    as: await world.person(),
    body: { email: world.newEmail(), current_password: PASSWORD },
  }),
  accountsChangeEmail: async (world) => {
    const as = await world.person();
    return { as, body: { token: await world.emailChangeToken(as, world.newEmail()) } };
  },
  accountsLogIn: async (world) => {
    const { email } = await world.person();
    return { body: { email, password: PASSWORD, credential: "bearer" } };
  },
  accountsLogOut: async (world) => ({ as: await world.person() }),
  accountsListSessions: async (world) => ({ as: await world.person() }),
  accountsRevokeSession: async (world) => {
    const as = await world.person();
    return { as, path: { id: (await world.logIn(as.email)).sessionId } };
  },
  accountsRevokeOtherSessions: async (world) => ({ as: await world.person() }),
  accountsDeleteAccount: async (world) => ({
    as: await world.person(),
    body: { current_password: PASSWORD },
  }),
  accountsGetUser: async (world) => ({
    as: await world.admin(),
    path: { id: (await world.person()).userId },
  }),
  accountsUpdateUser: async (world) => ({
    as: await world.admin(),
    path: { id: (await world.person()).userId },
    body: { disabled: true },
  }),
  accountsCreateUser: async (world) => ({
    as: await world.admin(),
    body: { email: world.newEmail(), password: PASSWORD },
  }),
  accountsConfirmUser: async (world) => ({
    as: await world.admin(),
    path: { id: (await world.person()).userId },
  }),
  accountsGrantRole: async (world) => ({
    as: await world.admin(),
    path: { id: (await world.person()).userId },
    body: { role: "user" },
  }),
  accountsMailUser: async (world) => ({
    as: await world.admin(),
    path: { id: (await world.person()).userId },
    body: { kind: "password_reset" },
  }),
  accountsDeleteUser: async (world) => ({
    as: await world.admin(),
    path: { id: (await world.person()).userId },
  }),
  accountsListSessionsOf: async (world) => ({
    as: await world.admin(),
    path: { user_id: (await world.person()).userId },
  }),
  accountsRevokeSessionOf: async (world) => {
    const { userId, sessionId } = await world.person();
    return { as: await world.admin(), path: { user_id: userId, id: sessionId } };
  },
  accountsRevokeSessionsOf: async (world) => ({
    as: await world.admin(),
    path: { user_id: (await world.person()).userId },
  }),
  accountsListEvents: async (world) => ({ as: await world.admin(), query: { limit: "2" } }),
  auditList: async (world) => ({ as: await world.admin(), query: { limit: "2" } }),
  auditActivity: async (world) => ({ as: await world.person() }),
  searchUsers: async (world) => ({ as: await world.admin(), query: { query: "some" } }),
  webGatewayCurrentSession: async (world) => ({ as: await world.person() }),
  webGatewayMe: async (world) => ({ as: await world.person() }),
  webGatewayStream: async (world) => ({ as: await world.person() }),
};
