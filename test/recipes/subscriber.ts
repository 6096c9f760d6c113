import type { Recipe } from "./recipe";

/** The greeter hears of those who were vouched for, too. */
export const subscriber: Recipe = {
  title: "A subscriber to an event",
  adds: {
    "services/greeter/domain/welcome.ts": `import type { Transaction } from "../../../shared/database";
import type { EventOf, userVouched } from "../../../shared/events";
import type { Deps } from "../../../shared/service";
import { insertGreeting } from "../store/greetings";

/** Greets whoever was vouched for once more. */
export async function welcome(
  _deps: Deps,
  { data }: EventOf<typeof userVouched>,
  trx: Transaction,
): Promise<void> {
  await insertGreeting(trx, data.email);
}
`,
  },
  edits: {
    "services/greeter/service.ts": [
      ["import { on, userRegistered }", "import { on, userRegistered, userVouched }"],
      ['./domain/greet";', './domain/greet";\nimport { welcome } from "./domain/welcome";'],
      ["on(userRegistered, greet)", "on(userRegistered, greet), on(userVouched, welcome)"],
    ],
  },
};
