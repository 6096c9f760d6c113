import { openEventStream } from "../support/event-stream";
import type { Asked } from "../support/api/send";
import { validRequests } from "../support/api/valid-requests";
import { NEW_PASSWORD, PASSWORD, type World } from "../support/api/world";

type Ask = (world: World) => Promise<Asked> | Asked;

/**
 * How each operation is brought to answers of its own, by operationId and outcome. A success by
 * valid-requests.ts and what is the same for every operation (general-cases.ts) are not repeated
 * here. An outcome of the document that is nowhere fails the test.
 */
export const cases: Record<string, Record<string, Ask[]>> = {
  accountsConfirm: {
    "422 token_invalid": [
      () => ({ body: { token: "A".repeat(43) } }),
      () => ({ body: { token: "nonsense" } }),
    ],
  },
  accountsResetPassword: {
    "422 token_invalid": [
      () => ({
        body: {
          token: "A".repeat(43),
          password: NEW_PASSWORD,
          password_confirmation: NEW_PASSWORD,
        },
      }),
    ],
    "422 validation_failed": [
      async (world) => {
        const valid = await validRequests.accountsResetPassword!(world);
        return { body: { ...(valid.body as object), password_confirmation: "another password" } };
      },
    ],
  },
  accountsChangePassword: {
    "422 validation_failed": [
      async (world) => {
        const valid = await validRequests.accountsChangePassword!(world);
        return { ...valid, body: { ...(valid.body as object), current_password: "wrong" } };
      },
    ],
  },
  accountsChangeEmail: {
    "422 token_invalid": [
      async (world) => ({ as: await world.person(), body: { token: "A".repeat(43) } }),
      // Somebody else's.
      async (world) => ({
        as: await world.person(),
        body: { token: await world.emailChangeToken(await world.person(), world.newEmail()) },
      }),
    ],
  },
  accountsRevokeSession: {
    "404 not_found": [
      async (world) => ({
        as: await world.person(),
        path: { id: (await world.person()).sessionId },
      }),
    ],
  },
  accountsGetUser: unknownUser("accountsGetUser"),
  accountsUpdateUser: unknownUser("accountsUpdateUser"),
  accountsRegister: {
    "422 validation_failed": [
      async (world) => ({ body: { email: (await world.person()).email, password: PASSWORD } }),
      (world) => ({ body: { email: world.newEmail(), password: "short" } }),
      () => ({ body: [] }),
    ],
  },
  accountsLogIn: {
    // With a cookie; the valid request asks for a bearer token.
    "201": [
      async (world) => ({ body: { email: (await world.person()).email, password: PASSWORD } }),
    ],
    "401 invalid_credentials": [
      async (world) => ({ body: { email: (await world.person()).email, password: "wrong" } }),
      (world) => ({ body: { email: world.newEmail(), password: "wrong" } }),
    ],
  },
  accountsListEvents: tamperedCursor("accountsListEvents"),
  auditList: tamperedCursor("auditList"),
  auditActivity: tamperedCursor("auditActivity"),
  searchUsers: tamperedCursor("searchUsers"),
  webGatewayStream: {
    "429 rate_limited": [
      async (world) => {
        const as = await world.person();
        const headers = { authorization: `Bearer ${as.token}` };
        const open = () => openEventStream(`${world.url}/api/v1/me/stream`, headers);
        const streams = await Promise.all(Array.from({ length: 10 }, open));
        world.later(() => streams.forEach((stream) => stream.close()));
        return { as };
      },
    ],
  },
};

function unknownUser(id: string): Record<string, Ask[]> {
  return {
    "404 not_found": [
      async (world) => ({
        ...(await validRequests[id]!(world)),
        path: { id: "user_01jd8gq4xqfa3v3ywd3pkz2w1e" },
      }),
    ],
  };
}

function tamperedCursor(id: string): Record<string, Ask[]> {
  return {
    "400 malformed_request": [
      async (world) => {
        const valid = await validRequests[id]!(world);
        return { ...valid, query: { limit: "2", cursor: "eyJhIjoxfQ.c2lnbmVk" } };
      },
    ],
  };
}
