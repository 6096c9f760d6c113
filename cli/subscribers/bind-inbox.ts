import { randomBytes } from "node:crypto";
import type { Database } from "../../shared/database";
import { findInboxes, type FoundInbox } from "../../shared/events";
import { subscriberCalls } from "../../shared/service";
import { createSigner } from "../../shared/signing";
import { CommandError } from "../command-error";
import { say } from "../say";
import { UsageError } from "../usage-error";
import type { ChosenSubscriber } from "./subscriber";

/** What can be asked of the subscriber whose inbox is in the schema of its name. */
export function bindInbox(db: Database, name: string): ChosenSubscriber {
  // Cursors are read again by this command alone.
  const signer = createSigner(randomBytes(48).toString("hex"));
  return { name, calls: subscriberCalls({ db, signer, service: name }) };
}

/**
 * The subscriber of a name in a database. Throws a UsageError that lists those there are, `others`
 * among them, and a CommandError when the user of the database may not use its inbox.
 */
export async function findInbox(
  db: Database,
  name: string,
  others: readonly string[] = [],
): Promise<ChosenSubscriber> {
  const inboxes = await findInboxes(db);
  const found = inboxes.find((inbox) => inbox.name === name);
  if (!found) throw unknownSubscriber(name, [...others, ...inboxes.map((inbox) => inbox.name)]);
  if (!found.usable) {
    throw new CommandError(
      `the user of the database may not use ${name}.inbox; grant it usage of the schema, and select, insert, update and delete on the table`,
    );
  }
  return bindInbox(db, name);
}

/** A UsageError about a subscriber that there is not, which lists those there are. */
export function unknownSubscriber(name: string, known: readonly string[]): UsageError {
  const names = [...new Set(known)].sort();
  const rest = names.length === 0 ? "there are none" : `there are ${names.join(", ")}`;
  return new UsageError(`there is no subscriber ${name}; ${rest}`);
}

/** The subscribers of a database that are none of `ours`; says on stderr which of them may not be looked into. */
export async function bindOthers(
  db: Database,
  ours: readonly string[],
): Promise<ChosenSubscriber[]> {
  const others = (await findInboxes(db)).filter(({ name }) => !ours.includes(name));
  for (const { name } of others.filter(isUnusable)) {
    say(`${name} is left out: the user of the database may not use ${name}.inbox`);
  }
  return others.filter((inbox) => !isUnusable(inbox)).map(({ name }) => bindInbox(db, name));
}

function isUnusable({ usable }: FoundInbox): boolean {
  return !usable;
}
