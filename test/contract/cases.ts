import { type Described, described } from "../support/api/described";
import { newHolder } from "../support/api/holder";
import { type Asked, sendAsked } from "../support/api/send";
import { validRequests } from "../support/api/valid-requests";
import { NEW_PASSWORD, PASSWORD, type World } from "../support/api/world";
import { openEventStream } from "../support/event-stream";
import { PER_ADDRESS } from "../support/shared-platform";
import { factorCases } from "./factor-cases";

type Ask = (world: World) => Promise<Asked> | Asked;

/**
 * How each operation is brought to answers of its own, by operationId and outcome. A success by
 * valid-requests.ts and what is the same for every operation (general-cases.ts) are not repeated
 * here. An outcome of the document that is nowhere fails the test.
 */
export const cases: Record<string, Record<string, Ask[]>> = {
  createConfirmation: {
    "422 token_invalid": [
      () => ({ body: { token: "A".repeat(43) } }),
      () => ({ body: { token: "nonsense" } }),
    ],
  },
  createPasswordReset: {
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
        const valid = await validRequests.createPasswordReset!(world);
        return { body: { ...(valid.body as object), password_confirmation: "another password" } };
      },
    ],
  },
  createConfirmationRequest: tooManyFromOneAddress("createConfirmationRequest"),
  createPasswordResetRequest: tooManyFromOneAddress("createPasswordResetRequest"),
  createEmailChangeRequest: tooManyFromOneAddress("createEmailChangeRequest"),
  deleteMe: tooManyPasswords("deleteMe"),
  updatePassword: {
    ...tooManyPasswords("updatePassword"),
    "422 validation_failed": [
      async (world) => {
        const valid = await validRequests.updatePassword!(world);
        return { ...valid, body: { ...(valid.body as object), current_password: "wrong" } };
      },
    ],
  },
  createEmailChange: {
    "422 token_invalid": [
      async (world) => ({ as: await world.person(), body: { token: "A".repeat(43) } }),
      // Somebody else's.
      async (world) => ({
        as: await world.person(),
        body: { token: await world.emailChangeToken(await world.person(), world.newEmail()) },
      }),
    ],
  },
  deleteSession: {
    "404 not_found": [
      async (world) => ({
        as: await world.person(),
        path: { id: (await world.person()).sessionId },
      }),
    ],
  },
  getUser: unknownUser("getUser"),
  confirmUser: unknownUser("confirmUser"),
  updateUserRole: unknownUser("updateUserRole"),
  deleteUser: unknownUser("deleteUser"),
  listUserSessions: unknownUser("listUserSessions", "user_id"),
  deleteUserSession: unknownUser("deleteUserSession", "user_id"),
  deleteUserSessions: unknownUser("deleteUserSessions", "user_id"),
  createUserMail: {
    ...unknownUser("createUserMail"),
    "429 rate_limited": [
      async (world) => {
        const asked = await validRequests.createUserMail!(world);
        await sendAsked(world.url, operationOf("createUserMail"), asked);
        return asked;
      },
    ],
  },
  createUserAsAdmin: {
    "422 validation_failed": [
      async (world) => ({
        as: await world.admin(),
        body: { email: (await world.person()).email },
      }),
    ],
  },
  updateUser: {
    ...unknownUser("updateUser"),
    "412 precondition_failed": [
      async (world) => ({
        ...(await validRequests.updateUser!(world)),
        headers: { "if-match": '"another state"' },
      }),
    ],
    "200": [
      async (world) => {
        const valid = await validRequests.updateUser!(world);
        const { headers } = await sendAsked(world.url, operationOf("getUser"), {
          ...valid,
          body: undefined,
        });
        return { ...valid, headers: { "if-match": headers.etag! } };
      },
    ],
  },
  createUser: {
    ...tooManyFromOneAddress("createUser"),
    "422 validation_failed": [
      async (world) => ({ body: { email: (await world.person()).email, password: PASSWORD } }),
      (world) => ({ body: { email: world.newEmail(), password: "short" } }),
      () => ({ body: [] }),
    ],
  },
  createSession: {
    "429 rate_limited": [
      ...tooManyFromOneAddress("createSession", (world) => ({
        body: { email: world.newEmail(), password: "wrong" },
      }))["429 rate_limited"],
      async (world) => {
        const body = { email: (await world.person()).email, password: "wrong" };
        await sendFive("createSession", world, { body });
        return { body };
      },
    ],
    "202": [
      async (world) => ({ body: { email: (await newHolder(world)).email, password: PASSWORD } }),
    ],
    // With a cookie; the valid request asks for a bearer token.
    "201": [
      async (world) => ({ body: { email: (await world.person()).email, password: PASSWORD } }),
    ],
    "401 invalid_credentials": [
      async (world) => ({ body: { email: (await world.person()).email, password: "wrong" } }),
      (world) => ({ body: { email: world.newEmail(), password: "wrong" } }),
    ],
  },
  ...factorCases,
  listEvents: tamperedCursor("listEvents"),
  listAuditEntries: tamperedCursor("listAuditEntries"),
  listMyActivity: tamperedCursor("listMyActivity"),
  listUsers: tamperedCursor("listUsers"),
  streamMyEvents: {
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

/** As often as an address may, with what counts there, and once more. */
function tooManyFromOneAddress(
  id: string,
  counts: Ask = validRequests[id]!,
): Record<"429 rate_limited", Ask[]> {
  return {
    "429 rate_limited": [
      async (world) => {
        const headers = world.elsewhere();
        for (let count = 0; count < PER_ADDRESS; count += 1) {
          const asked = await counts(world);
          await sendAsked(world.url, operationOf(id), { ...asked, headers });
        }
        return { ...(await validRequests[id]!(world)), headers };
      },
    ],
  };
}

/** Five are free; then one has to wait. */
function tooManyPasswords(id: string): Record<string, Ask[]> {
  return {
    "429 rate_limited": [
      async (world) => {
        const valid = await validRequests[id]!(world);
        const asked = { ...valid, body: { ...(valid.body as object), current_password: "wrong" } };
        await sendFive(id, world, asked);
        return asked;
      },
    ],
  };
}

async function sendFive(id: string, world: World, asked: Asked): Promise<void> {
  for (let count = 0; count < 5; count += 1) {
    const headers = world.elsewhere();
    await sendAsked(world.url, operationOf(id), { ...asked, headers });
  }
}

function operationOf(id: string): Described {
  const found = described.find((operation) => operation.id === id);
  if (!found) throw new Error(`there is no operation ${id}`);
  return found;
}

function unknownUser(id: string, name = "id"): Record<string, Ask[]> {
  return {
    "404 not_found": [
      async (world) => ({
        ...(await validRequests[id]!(world)),
        path: {
          ...(await validRequests[id]!(world)).path,
          [name]: "user_01jd8gq4xqfa3v3ywd3pkz2w1e",
        },
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
