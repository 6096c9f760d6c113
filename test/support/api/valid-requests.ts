import type { Asked } from "./send";
import { PASSWORD, type World } from "./world";

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
  accountsLogIn: async (world) => {
    const { email } = await world.person();
    return { body: { email, password: PASSWORD, credential: "bearer" } };
  },
  accountsLogOut: async (world) => ({ as: await world.person() }),
  accountsListSessions: async (world) => ({ as: await world.person() }),
  accountsListEvents: async (world) => ({ as: await world.admin(), query: { limit: "2" } }),
  auditList: async (world) => ({ as: await world.admin(), query: { limit: "2" } }),
  auditActivity: async (world) => ({ as: await world.person() }),
  searchUsers: async (world) => ({ as: await world.admin(), query: { query: "some" } }),
  webGatewayCurrentSession: async (world) => ({ as: await world.person() }),
  webGatewayStream: async (world) => ({ as: await world.person() }),
};
