import type { Transaction } from "../../../shared/database";
import type { Assurance } from "../../../shared/principal";
import type { UserRow } from "../../../shared/users";
import type { Method, Proof } from "./proof";

/** What is asked of somebody before a session is opened for them. */
export interface Challenge {
  /** Whose it is: the name of an entry of the policy. */
  by: string;
  /** What answers it, any of them. */
  methods: readonly Method[];
}

/** What a policy is asked: whether these proofs are enough for this user. */
export interface Question {
  trx: Transaction;
  user: UserRow & { least_assurance: Assurance };
  proofs: readonly Proof[];
}

/** One reason to ask for more. A feature brings its own, and service.ts lists them. */
export interface PolicyEntry {
  name: string;
  asks(question: Question): Promise<"nothing" | Omit<Challenge, "by">>;
}

/** What holds for every user: one proof of any method is enough. */
export const policy: readonly PolicyEntry[] = [
  { name: "let-in", asks: () => Promise.resolve("nothing") },
];

/** What the first entry that is not satisfied asks for; undefined when a session may be opened. */
export async function findChallenge(
  entries: readonly PolicyEntry[],
  question: Question,
): Promise<Challenge | undefined> {
  for (const { name, asks } of entries) {
    const asked = await asks(question);
    if (asked !== "nothing") return { by: name, ...asked };
  }
  return undefined;
}
