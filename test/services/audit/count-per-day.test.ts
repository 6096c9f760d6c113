import service from "../../../services/audit/service";
import { audit, parseParams } from "../../../shared/contracts";
import type { Deps } from "../../../shared/service";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";
import { anEvent, record } from "./support";

const DAY = 86_400_000;
const type = "session.created";
let database: TestDatabase;
let deps: Deps;

beforeAll(async () => {
  database = await createTestDatabase();
  deps = testDeps(database, "audit");
});
afterAll(() => database.drop());

async function counted(types: string[], days: number) {
  const { params, result } = audit.actions.countPerDay;
  const run = service.parts.actions.countPerDay as (d: Deps, p: object) => Promise<unknown>;
  return result.parse(await run(deps, parseParams(params, { types, days }))).data;
}

it("counts each type from midnight to midnight in UTC, and nothing from before", async () => {
  const today = Date.now() - (Date.now() % DAY);
  const at = (ms: number) => new Date(today + ms).toISOString();
  await record(deps, [
    anEvent({ type, time: at(-2 * DAY - 1) }),
    anEvent({ type, time: at(-2 * DAY) }),
    anEvent({ type, time: at(-DAY - 1) }),
    anEvent({ type, time: at(-1) }),
    anEvent({ type, time: at(0) }),
    anEvent({ type: "user.confirmed", time: at(0) }),
  ]);
  const date = (days: number) => at(-days * DAY).slice(0, 10);
  expect(await counted(["user.confirmed", type], 3)).toEqual([
    { date: date(2), counts: [0, 2] },
    { date: date(1), counts: [0, 1] },
    { date: date(0), counts: [1, 1] },
  ]);
});

it("refuses a type that no service publishes", async () => {
  await expect(counted(["session.creatd"], 1)).rejects.toMatchObject({ code: "validation_failed" });
});
