import service from "../../../services/search/service";
import { type InputOf, parseParams, search, type User } from "../../../shared/contracts";
import { type Transaction, transaction } from "../../../shared/database";
import type { Envelope } from "../../../shared/events";
import { encodeTypeId, generateTypeId, generateUuidV7 } from "../../../shared/ids";
import type { Deps } from "../../../shared/service";

const START = Date.parse("2026-01-01T00:00:00.000Z");

/** The n-th event of a user, n hours into the year. */
export function userEvent(
  userId: string,
  type: string,
  version: number,
  data: object = {},
): Envelope {
  return {
    specversion: "1.0",
    id: generateTypeId("event"),
    source: "/jumar/accounts",
    type,
    subject: encodeTypeId("user", userId),
    time: new Date(START + version * 3_600_000).toISOString(),
    datacontenttype: "application/json",
    dataschema: `urn:jumar:event:${type}:1`,
    data,
    aggregateversion: version,
    actor: "system",
  };
}

/** Hands events to the service's subscriptions, as its consumer does. */
export async function hear(deps: Deps, events: Envelope[]): Promise<void> {
  const effect = async (trx: Transaction): Promise<void> => {
    for (const { types, handle } of service.parts.subscribe ?? []) {
      const heard = events.filter(({ type }) => types === "*" || types.includes(type));
      if (heard.length > 0) await handle(deps, heard, trx);
    }
  };
  await transaction(deps.db, effect, { isolationLevel: "read committed" });
}

/** Indexes a user with each address, in the order given; answers their UUIDs. */
export async function indexAddresses(deps: Deps, addresses: string[]): Promise<string[]> {
  const users = addresses.map((email) => ({ id: generateUuidV7(), email }));
  await hear(
    deps,
    users.map(({ id, email }) => userEvent(id, "user.registered", 1, { email })),
  );
  return users.map(({ id }) => id);
}

type Users = (typeof search)["actions"]["users"];

/** Calls the action as the platform does: parsed by its contract, and the answer checked. */
export async function find(
  deps: Deps,
  params: InputOf<Users>,
): Promise<{ data: User[]; next_cursor: string | null }> {
  const users = service.parts.actions.users as (deps: Deps, params: object) => Promise<unknown>;
  return search.actions.users.result.parse(
    await users(deps, parseParams(search.actions.users.params, params)),
  );
}

/** The addresses of every page, in order. */
export async function findAll(deps: Deps, params: InputOf<Users>): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await find(deps, { ...params, ...(cursor === undefined ? {} : { cursor }) });
    found.push(...page.data.map(({ email }) => email));
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}
