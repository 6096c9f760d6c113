import type { Asked } from "./send";
import { NEW_PASSWORD, PASSWORD, type World } from "./world";

/**
 * A request for each operation that succeeds, a new one each time. An operation of the document
 * that has none here fails the contract test.
 */
export const validRequests: Record<string, (world: World) => Promise<Asked> | Asked> = {
  createUser: (world) => ({ body: { email: world.newEmail(), password: PASSWORD } }),
  createConfirmation: async (world) => {
    const { email } = await world.person();
    return { body: { token: await world.mailToken(email, "/users/confirm/") } };
  },
  createConfirmationRequest: async (world) => ({
    body: { email: (await world.person()).email },
  }),
  createPasswordResetRequest: async (world) => ({
    body: { email: (await world.person()).email },
  }),
  createPasswordReset: async (world) => {
    const { email } = await world.person();
    const token = await world.resetToken(email);
    return { body: { token, password: NEW_PASSWORD, password_confirmation: NEW_PASSWORD } };
  },
  updatePassword: async (world) => ({
    as: await world.person(),
    body: {
      current_password: PASSWORD,
      password: NEW_PASSWORD,
      password_confirmation: NEW_PASSWORD,
    },
  }),
  createEmailChangeRequest: async (world) => ({
    as: await world.person(),
    body: { email: world.newEmail(), current_password: PASSWORD },
  }),
  createEmailChange: async (world) => {
    const as = await world.person();
    return { as, body: { token: await world.emailChangeToken(as, world.newEmail()) } };
  },
  createSession: async (world) => {
    const { email } = await world.person();
    return { body: { email, password: PASSWORD, credential: "bearer" } };
  },
  deleteCurrentSession: async (world) => ({ as: await world.person() }),
  listSessions: async (world) => ({ as: await world.person() }),
  deleteSession: async (world) => {
    const as = await world.person();
    return { as, path: { id: (await world.logIn(as.email)).sessionId } };
  },
  deleteOtherSessions: async (world) => ({ as: await world.person() }),
  deleteMe: async (world) => ({
    as: await world.person(),
    body: { current_password: PASSWORD },
  }),
  getOverview: async (world) => ({ as: await world.admin() }),
  getUser: async (world) => ({
    as: await world.admin(),
    path: { id: (await world.person()).userId },
  }),
  updateUser: async (world) => ({
    as: await world.admin(),
    path: { id: (await world.person()).userId },
    body: { disabled: true },
  }),
  createUserAsAdmin: async (world) => ({
    as: await world.admin(),
    body: { email: world.newEmail(), password: PASSWORD },
  }),
  confirmUser: async (world) => ({
    as: await world.admin(),
    path: { id: (await world.person()).userId },
  }),
  updateUserRole: async (world) => ({
    as: await world.admin(),
    path: { id: (await world.person()).userId },
    body: { role: "user" },
  }),
  createUserMail: async (world) => ({
    as: await world.admin(),
    path: { id: (await world.person()).userId },
    body: { kind: "password_reset" },
  }),
  deleteUser: async (world) => ({
    as: await world.admin(),
    path: { id: (await world.person()).userId },
  }),
  listUserSessions: async (world) => ({
    as: await world.admin(),
    path: { user_id: (await world.person()).userId },
  }),
  deleteUserSession: async (world) => {
    const { userId, sessionId } = await world.person();
    return { as: await world.admin(), path: { user_id: userId, id: sessionId } };
  },
  deleteUserSessions: async (world) => ({
    as: await world.admin(),
    path: { user_id: (await world.person()).userId },
  }),
  listEvents: async (world) => ({ as: await world.admin(), query: { limit: "2" } }),
  listAuditEntries: async (world) => ({ as: await world.admin(), query: { limit: "2" } }),
  listMyActivity: async (world) => ({ as: await world.person() }),
  listUsers: async (world) => ({ as: await world.admin(), query: { query: "some" } }),
  getCurrentSession: async (world) => ({ as: await world.person() }),
  getMe: async (world) => ({ as: await world.person() }),
  streamMyEvents: async (world) => ({ as: await world.person() }),
};
