import type { Recipe } from "./recipe";

/** A service that greets whoever signs up, and will not greet some. */
export const service: Recipe = {
  title: "A service",
  adds: {
    "shared/contracts/greeter.ts": `import { z } from "zod";
import { action, defineContract } from "./define-contract";
import { subscriberActions } from "./parts/subscriber-actions";

export const greeter = defineContract("greeter", {
  countGreetings: action({
    summary: "How many users were greeted.",
    access: { who: "admin" },
    params: z.strictObject({}),
    result: z.object({ count: z.number().int() }),
    errors: [],
  }),
  ...subscriberActions,
});
`,
    "services/greeter/service.ts": `import { contracts } from "../../shared/contracts";
import { on, userRegistered } from "../../shared/events";
import { defineService, subscriberActions } from "../../shared/service";
import { greet } from "./domain/greet";
import { countGreetings } from "./store/greetings";

/** Greets users once. */
export default defineService(contracts.greeter, {
  actions: {
    countGreetings: async ({ db }) => ({ count: await countGreetings(db) }),
    ...subscriberActions,
  },
  subscribe: [on(userRegistered, greet)],
});
`,
    "services/greeter/domain/greet.ts": `import type { Transaction } from "../../../shared/database";
import { RefusedEvent, type EventOf, type userRegistered } from "../../../shared/events";
import type { Deps } from "../../../shared/service";
import { insertGreeting } from "../store/greetings";

/** Greets who has signed up. Refuses whoever is named mallory. */
export async function greet(
  _deps: Deps,
  { subject, data }: EventOf<typeof userRegistered>,
  trx: Transaction,
): Promise<void> {
  if (data.email.startsWith("mallory@")) throw new RefusedEvent("mallory is not greeted");
  if (subject !== undefined) await insertGreeting(trx, subject);
}
`,
    "services/greeter/store/greetings.ts": `import type { Database, Transaction } from "../../../shared/database";

/** Notes that a user was greeted. */
export async function insertGreeting(trx: Transaction, subject: string): Promise<void> {
  await trx.withSchema("greeter").table("greetings").insert({ subject }).onConflict("subject").ignore();
}

/** How many were. */
export async function countGreetings(db: Database): Promise<number> {
  const [row] = await db.withSchema("greeter").table("greetings").count<{ count: string }[]>("* as count");
  return Number(row?.count);
}
`,
    "services/greeter/migrations/0001-greetings.ts": `import type { Database } from "../../../shared/database";

export async function up(db: Database): Promise<void> {
  await db.raw("create table if not exists greeter.greetings (subject text primary key)");
}

export async function down(db: Database): Promise<void> {
  await db.raw("drop table if exists greeter.greetings");
}
`,
  },
  edits: {
    "shared/contracts/contracts.ts": [
      [
        'import { notifier } from "./notifier";',
        'import { greeter } from "./greeter";\nimport { notifier } from "./notifier";',
      ],
      ["contracts = { accounts, ", "contracts = { accounts, greeter, "],
    ],
  },
};
