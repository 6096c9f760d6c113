import { randomBytes } from "node:crypto";
import type { Repeatable } from "../../../shared/contracts";
import { transaction } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import { createRecordedAnswers } from "../../../shared/idempotency";
import type { Deps } from "../../../shared/service";
import { recordAnswer } from "../../../shared/service/record-answer";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";

let database: TestDatabase;
let deps: Deps;

beforeAll(async () => {
  database = await createTestDatabase();
  deps = testDeps(database, "accounts");
  await deps.db.raw("create table effects (name text)");
});
afterAll(async () => {
  await database.drop();
});
beforeEach(async () => {
  await deps.db.table("effects").delete();
});

const newRequest = (): Repeatable => ({
  id: randomBytes(32).toString("base64url"),
  key: randomBytes(32).toString("base64url"),
});
const effects = async (): Promise<number> => (await deps.db.table("effects").select("name")).length;

/** An action whose answer is another each time it is done. */
const act = async ({ once }: Deps): Promise<object> =>
  await once(async (trx) => {
    await trx.table("effects").insert({ name: "one" });
    return { token: randomBytes(8).toString("hex") };
  });

it("does an effect once and repeats its answer", async () => {
  const request = newRequest();
  const first = await recordAnswer(deps, request, act);
  expect(await recordAnswer(deps, request, act)).toEqual(first);
  expect(await recordAnswer(deps, newRequest(), act)).not.toEqual(first);
  expect(await effects()).toBe(2);
});

it("does it once for twenty who begin at the same moment", async () => {
  const request = newRequest();
  let waiting = 0;
  let open: () => void = () => undefined;
  const barrier = new Promise<void>((resolve) => (open = resolve));
  const answers = await Promise.all(
    Array.from({ length: 20 }, () =>
      recordAnswer(deps, request, async (own) => {
        if ((waiting += 1) === 20) open();
        await barrier; // all have looked for an answer and found none
        return await act(own);
      }),
    ),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await effects()).toBe(1);
});

it("records nothing of what failed, so that it can be tried again", async () => {
  const request = newRequest();
  const failing = recordAnswer(deps, request, ({ once }) =>
    once(async (trx) => {
      await trx.table("effects").insert({ name: "one" });
      throw new AppError("token_invalid");
    }),
  );
  await expect(failing).rejects.toMatchObject({ code: "token_invalid" });
  expect(await effects()).toBe(0);
  await recordAnswer(deps, request, act);
  expect(await effects()).toBe(1);
});

it("records an answer without an effect when it is known", async () => {
  const request = newRequest();
  expect(await recordAnswer(deps, request, async () => ({ done: "nothing" }))).toEqual({
    done: "nothing",
  });
  expect(await recordAnswer(deps, request, act)).toEqual({ done: "nothing" });
});

it("opens an answer with the key it was recorded under, and in its place only", async () => {
  const [one, other] = [newRequest(), newRequest()];
  await recordAnswer(deps, one, act);
  await recordAnswer(deps, other, act);
  await expect(recordAnswer(deps, { ...one, key: other.key }, act)).rejects.toThrow();
  const idOf = ({ id }: Repeatable) => Buffer.from(id, "base64url");
  await deps.db.raw(
    `update accounts.recorded_answers set answer =
       (select answer from accounts.recorded_answers where id = ?) where id = ?`,
    [idOf(one), idOf(other)],
  );
  await expect(recordAnswer(deps, { ...other, key: one.key }, act)).rejects.toThrow();
});

it("forgets after a day", async () => {
  const request = newRequest();
  const first = await recordAnswer(deps, request, act);
  await deps.db.raw("update accounts.recorded_answers set expires_at = now()");
  expect(await recordAnswer(deps, request, act)).not.toEqual(first);
  expect(await effects()).toBe(2);

  await deps.db.raw("update accounts.recorded_answers set expires_at = now()");
  const answers = createRecordedAnswers(deps.db, "accounts");
  await transaction(deps.db, (trx) => answers.record(trx, newRequest(), async () => ({})));
  await answers.sweep(1_000);
  expect(await deps.db.withSchema("accounts").from("recorded_answers")).toHaveLength(1);
});
