import { z } from "zod";
import { verifyChains } from "../../../services/audit/domain/verify-chain";
import {
  type CataloguedEvent,
  defineEvent,
  eventCatalogue,
  notPersonal,
  type Outbox,
  personal,
} from "../../../shared/events";
import type { Deps } from "../../../shared/service";
import { bearer, type Gateway, PASSWORD, startGateway } from "../../services/web-gateway/support";
import { eventually } from "../../support/eventually";

const nicknameChanged = defineEvent("user.nickname_changed", {
  version: 1,
  summary: "Somebody is called otherwise.",
  names: { en: "Nickname changed", de: "Spitzname geändert" },
  data: z.object({
    nickname: personal(z.string()),
    before: z.array(z.object({ nickname: personal(z.string()), reason: notPersonal(z.string()) })),
    by_language: z.record(notPersonal(z.string()), personal(z.string())),
    contact: personal(z.string(), "address").optional(),
    ip: personal(z.string().nullable(), "origin"),
  }),
});

/** What nobody may find any more once the account is gone. */
const SECRETS = ["rocketeer", "moonwalker", "raketenfrau", "rocket@example.org", "203.0.113.77"];

let gateway: Gateway;
beforeAll(async () => {
  (eventCatalogue as CataloguedEvent[]).push(nicknameChanged);
  gateway = await startGateway({ services: ["accounts", "audit", "notifier", "search"] });
});
afterAll(async () => {
  await gateway.stop();
  (eventCatalogue as CataloguedEvent[]).pop();
});

/** Every row of every table there is, as text. */
async function wholeDatabase(): Promise<Map<string, string>> {
  const { rows } = await gateway.owner.raw<{ rows: { schema: string; name: string }[] }>(
    `select table_schema as schema, table_name as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const texts = new Map<string, string>();
  for (const { schema, name } of rows) {
    const table = await gateway.owner.raw<{ rows: { row: string }[] }>(
      "select t::text as row from ??.?? t",
      [schema, name],
    );
    texts.set(
      `${schema}.${name}`,
      table.rows
        .map(({ row }) => row)
        .join("\n")
        .toLowerCase(),
    );
  }
  return texts;
}

/** Which of the secrets are in which tables. */
async function found(): Promise<string[]> {
  return [...(await wholeDatabase())].flatMap(([table, text]) =>
    SECRETS.filter((secret) => text.includes(secret)).map((secret) => `${table}: ${secret}`),
  );
}

async function auditedOf(userId: string): Promise<Record<string, unknown>[]> {
  const { rows } = await gateway.owner.raw<{ rows: { data: Record<string, unknown> }[] }>(
    "select data from audit.entries where subject = ? and type = ?",
    [userId, nicknameChanged.type],
  );
  return rows.map(({ data }) => data);
}

it("a personal field that is new in the catalogue is nowhere once its account is deleted", async () => {
  const { token, userId } = await gateway.signUp();
  const { outbox, transaction } = gateway.platform.deps.get("accounts") as Deps & {
    outbox: Outbox;
  };
  const data = {
    nickname: "Rocketeer",
    before: [{ nickname: "Moonwalker", reason: "typo" }],
    by_language: { de: "Raketenfrau" },
    contact: "Rocket@example.org",
    ip: "203.0.113.77",
  };
  const caller = { ip: "203.0.113.77", userAgent: "Rocketeer's browser" };
  // More than are erased at once.
  const events = Array.from({ length: 600 }, (_, n) => ({
    ...{ subject: userId, aggregateVersion: n + 2, data, caller, actor: userId },
  }));
  await transaction((trx) => outbox.appendAll(trx, nicknameChanged, events));

  await eventually(async () => (await auditedOf(userId)).length === events.length);
  const hidden = expect.stringMatching(/^[0-9a-f]{32}$/) as string;
  expect((await auditedOf(userId))[0]).toEqual({
    nickname_fingerprint: hidden,
    before: [{ nickname_fingerprint: hidden, reason: "typo" }],
    by_language: { de_fingerprint: hidden },
    contact_fingerprint: hidden,
  });
  const before = await found();
  for (const secret of SECRETS) expect(before).toContain(`accounts.outbox: ${secret}`);
  expect(before.filter((line) => line.startsWith("audit.entries"))).toEqual([]);

  const headers = bearer(token);
  const body = { current_password: PASSWORD };
  expect((await gateway.ask("DELETE", "/api/v1/me", { headers, body })).status).toBe(204);
  // Where it came from the audit trail keeps for a month, beside the chains, for who says that it was not they.
  const beside = (line: string) => line.startsWith("audit.origins");
  await eventually(async () => (await found()).every(beside));
  await gateway.owner.raw("delete from audit.origins");
  expect(await found()).toEqual([]);

  const { rows } = await gateway.owner.raw<{ rows: { data: unknown }[] }>(
    "select data from accounts.outbox where type = ?",
    [nicknameChanged.type],
  );
  expect(nicknameChanged.data.parse(rows[0]?.data)).toMatchObject({
    before: [{ reason: "typo" }],
    contact: expect.stringMatching(/@deleted\.invalid$/) as string,
    ip: null,
  });
  expect((await verifyChains(gateway.owner)).problems).toEqual([]);
});
