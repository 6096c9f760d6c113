import { described } from "../support/api/described";
import { beginLogIn, enrol, freshAdmin, type Holder, newHolder } from "../support/api/holder";
import { type Asked, sendAsked } from "../support/api/send";
import { PASSWORD, type World } from "../support/api/world";

type Ask = (world: World) => Promise<Asked> | Asked;

const UNKNOWN = "factor_01jd8gq4xqfa3v3ywd3pkz2w1e";
const NOBODY = "user_01jd8gq4xqfa3v3ywd3pkz2w1e";
const WRONG = "000000";

/** The session of a holder that has shown a password alone. */
const older = ({ olderToken, ...person }: Holder) => ({ ...person, token: olderToken });

/** How the operations of second factors are brought to answers of their own, as cases.ts has it. */
export const factorCases: Record<string, Record<string, Ask[]>> = {
  createSessionWithFactor: {
    "422 log_in_expired": [
      () => ({ body: { login_id: "A".repeat(43), totp: WRONG } }),
      () => ({ body: { login_id: "nonsense", recovery_code: "nonsense" } }),
    ],
    "422 validation_failed": [
      async (world) => ({ body: await wrongCode(world) }),
      async (world) => ({ body: { ...(await wrongCode(world)), recovery_code: "both" } }),
      async (world) => ({ body: { login_id: (await wrongCode(world)).login_id } }),
    ],
    "429 rate_limited": [
      async (world) => {
        const body = await wrongCode(world);
        await sendFive("createSessionWithFactor", world, { body });
        return { body };
      },
    ],
  },
  createAuthentication: {
    "401 insufficient_user_authentication": [
      async (world) => ({ as: await newHolder(world), body: { password: PASSWORD } }),
    ],
    "422 validation_failed": [
      async (world) => ({ as: await world.person(), body: { password: "wrong" } }),
      async (world) => ({ as: await newHolder(world), body: { totp: WRONG } }),
      async (world) => ({ as: await world.person(), body: {} }),
    ],
    "429 rate_limited": [
      async (world) => {
        const asked = { as: await newHolder(world), body: { totp: WRONG } };
        await sendFive("createAuthentication", world, asked);
        return asked;
      },
    ],
    "200": [
      async (world) => {
        const as = await newHolder(world);
        return { as: older(as), body: { recovery_code: as.recoveryCodes[0] } };
      },
    ],
  },
  createTotpFactor: {
    "401 insufficient_user_authentication": [
      async (world) => ({ as: older(await newHolder(world)), body: {} }),
    ],
  },
  createFactorConfirmation: {
    "401 insufficient_user_authentication": [
      async (world) => {
        const holder = await newHolder(world);
        const { id } = await enrol(world, holder);
        return { as: older(holder), path: { id }, body: { code: WRONG } };
      },
    ],
    "404 not_found": [
      async (world) => ({
        as: await world.person(),
        path: { id: UNKNOWN },
        body: { code: WRONG },
      }),
    ],
    "422 validation_failed": [
      async (world) => {
        const as = await world.person();
        return { as, path: { id: (await enrol(world, as)).id }, body: { code: WRONG } };
      },
    ],
    "429 rate_limited": [
      async (world) => {
        const as = await world.person();
        const asked = { as, path: { id: (await enrol(world, as)).id }, body: { code: WRONG } };
        await sendFive("createFactorConfirmation", world, asked);
        return asked;
      },
    ],
  },
  deleteFactor: {
    "401 insufficient_user_authentication": [
      async (world) => {
        const holder = await newHolder(world);
        return { as: older(holder), path: { id: holder.factorId } };
      },
    ],
    "404 not_found": [
      async (world) => ({ as: await world.person(), path: { id: UNKNOWN } }),
      async (world) => ({
        as: await world.person(),
        path: { id: (await newHolder(world)).factorId },
      }),
    ],
  },
  createRecoveryCodes: {
    "401 insufficient_user_authentication": [
      async (world) => ({ as: older(await newHolder(world)) }),
    ],
    // Without a factor there is nothing to recover from.
    "404 not_found": [async (world) => ({ as: await world.person() })],
  },
  listUserFactors: {
    "404 not_found": [async (world) => ({ as: await world.admin(), path: { user_id: NOBODY } })],
  },
  deleteUserFactors: {
    "401 insufficient_user_authentication": [
      async (world) => {
        const holder = await newHolder(world);
        const admin = await world.admin();
        const path = { id: holder.userId };
        await sendAsked(world.url, find("updateUserRole"), {
          as: admin,
          path,
          body: { role: "admin" },
        });
        return { as: older(holder), path: { user_id: holder.userId } };
      },
    ],
    "404 not_found": [
      async (world) => ({ as: await freshAdmin(world), path: { user_id: NOBODY } }),
    ],
  },
};

async function wrongCode(world: World): Promise<{ login_id: string; totp: string }> {
  return { login_id: await beginLogIn(world, await newHolder(world)), totp: WRONG };
}

/** Five are free; then one has to wait. */
async function sendFive(id: string, world: World, asked: Asked): Promise<void> {
  for (let count = 0; count < 5; count += 1) {
    await sendAsked(world.url, find(id), { ...asked, headers: world.elsewhere() });
  }
}

function find(id: string) {
  const found = described.find((operation) => operation.id === id);
  if (!found) throw new Error(`there is no operation ${id}`);
  return found;
}
