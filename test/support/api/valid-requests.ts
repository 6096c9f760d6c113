import { totpCode } from "../totp-code";
import { beginLogIn, enrol, freshAdmin, newHolder } from "./holder";
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
  createSessionWithFactor: async (world) => {
    const holder = await newHolder(world);
    const [recovery_code] = holder.recoveryCodes;
    const login_id = await beginLogIn(world, holder);
    return { body: { login_id, recovery_code, credential: "bearer" } };
  },
  createAuthentication: async (world) => ({
    as: await world.person(),
    body: { password: PASSWORD },
  }),
  listFactors: async (world) => ({ as: await newHolder(world) }),
  createTotpFactor: async (world) => ({ as: await world.person(), body: { label: "Phone" } }),
  createFactorConfirmation: async (world) => {
    const as = await world.person();
    const { id, secret } = await enrol(world, as);
    return { as, path: { id }, body: { code: totpCode(secret) } };
  },
  deleteFactor: async (world) => {
    const as = await newHolder(world);
    return { as, path: { id: as.factorId } };
  },
  createRecoveryCodes: async (world) => ({ as: await newHolder(world) }),
  listUserFactors: async (world) => ({
    as: await world.admin(),
    path: { user_id: (await newHolder(world)).userId },
  }),
  deleteUserFactors: async (world) => ({
    as: await freshAdmin(world),
    path: { user_id: (await newHolder(world)).userId },
  }),
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
