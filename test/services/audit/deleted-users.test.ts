import { forgetOrigins } from "../../../services/audit/domain/forget-origins";
import { list } from "../../../services/audit/domain/list";
import { verifyChains } from "../../../services/audit/domain/verify-chain";
import type { AuditEntry } from "../../../shared/contracts";
import type { Envelope } from "../../../shared/events";
import { generateTypeId } from "../../../shared/ids";
import type { Deps } from "../../../shared/service";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";
import { eventually } from "../../support/eventually";
import { anEvent, record } from "./support";

let database: TestDatabase;
let deps: Deps;
beforeEach(async () => {
  database = await createTestDatabase();
  deps = testDeps(database, "audit");
});
afterEach(() => database.drop());

const anna = generateTypeId("user");
const admin = generateTypeId("user");
const HERS = { clientip: "192.0.2.1", useragent: "her browser" };
const ADMINS = { clientip: "198.51.100.7", useragent: "the administrator's browser" };
const DAY = 24 * 60 * 60 * 1000;

/** What happened to Anna, who then deleted her account so many days ago. */
function lifeOf(days: number): Envelope[] {
  const time = new Date(Date.now() - days * DAY).toISOString();
  const session = { session_id: generateTypeId("session"), reason: "log_in" };
  const origin = { ip: HERS.clientip, user_agent: HERS.useragent };
  return [
    anEvent({ subject: anna, ...HERS, data: { email: "anna@example.com" } }),
    anEvent({
      ...{ subject: anna, actor: anna, ...HERS },
      type: "session.created",
      data: { ...session, ...origin },
    }),
    anEvent({ subject: anna, actor: admin, ...ADMINS, type: "user.disabled" }),
    anEvent({ subject: anna, actor: anna, ...HERS, type: "user.deleted", time }),
  ];
}

/** What Anna did to somebody else. */
const hersToAnother = () =>
  anEvent({ subject: generateTypeId("user"), actor: anna, ...HERS, type: "user.disabled" });

async function entries(): Promise<AuditEntry[]> {
  return (await list(deps, { limit: 100 })).data;
}

/** Looks for whom to forget, once. */
async function sweep(): Promise<void> {
  await forgetOrigins(deps).stop();
}

async function wholeSchema(): Promise<string> {
  const texts: string[] = [];
  for (const table of ["entries", "origins", "chains", "inbox"]) {
    const { rows } = await deps.db.raw<{ rows: { row: string }[] }>(
      "select t::text as row from audit.?? t",
      [table],
    );
    texts.push(...rows.map(({ row }) => row));
  }
  return texts.join("\n");
}

describe("where people came from", () => {
  it("is told of every entry, once and not in its data too", async () => {
    await record(deps, lifeOf(0));
    const found = await entries();
    expect(found.map(({ ip }) => ip).sort()).toEqual(
      [HERS, HERS, HERS, ADMINS].map(({ clientip }) => clientip).sort(),
    );
    const created = found.find(({ type }) => type === "session.created");
    expect(created).toMatchObject({ ip: HERS.clientip, user_agent: HERS.useragent });
    expect(Object.keys(created!.data).sort()).toEqual(["reason", "session_id"]);
  });

  it("is kept for 30 days after a deletion, for who says that it was not they", async () => {
    await record(deps, lifeOf(29));
    await sweep();
    expect((await entries()).every(({ ip }) => ip !== null)).toBe(true);
  });

  it("is forgotten after that; every entry stays, under an id that is nobody's", async () => {
    await record(deps, [...lifeOf(31), hersToAnother()]);
    await sweep();
    const text = await wholeSchema();
    for (const hers of ["anna@example.com", HERS.clientip, HERS.useragent]) {
      expect(text).not.toContain(hers);
    }
    const found = await entries();
    expect(found).toHaveLength(5);
    expect(found.filter(({ actor }) => actor === anna)).toHaveLength(3);
    expect(await verifyChains(deps.db)).toEqual({ entries: 5, problems: [] });
  });

  it("stays for what an administrator did to a deleted user", async () => {
    await record(deps, lifeOf(31));
    await sweep();
    const byAdmin = (await entries()).find(({ actor }) => actor === admin);
    expect(byAdmin).toMatchObject({ ip: ADMINS.clientip, user_agent: ADMINS.useragent });
  });

  it("is forgotten of events that were heard after the deletion", async () => {
    const [registered, ...others] = lifeOf(31);
    await record(deps, others);
    await sweep();
    await record(deps, [registered!]);
    await sweep();
    expect(await wholeSchema()).not.toContain(HERS.clientip);
  });

  it("is forgotten of thousands, in the background", async () => {
    await record(deps, lifeOf(31));
    await deps.db.raw(
      `insert into audit.origins (entry_id, person, ip, nonce)
       select gen_random_uuid(), ?, '192.0.2.1', '' from generate_series(1, 2500)`,
      [anna],
    );
    const loop = forgetOrigins(deps);
    try {
      await eventually(async () => !(await wholeSchema()).includes(HERS.clientip));
    } finally {
      await loop.stop();
    }
  });
});
