import type { DeadLetter } from "../../shared/contracts";
import { CommandError } from "../command-error";
import { OPERATOR } from "../operate";
import type { ChosenSubscriber } from "../subscribers/subscriber";
import { unlessRefused } from "../unless-refused";

/** A dead letter, and whose it is. */
export interface FoundDeadLetter {
  letter: DeadLetter;
  of: ChosenSubscriber;
}

/** A dead letter of each of the subscribers that has the event as one. Throws a CommandError when none has. */
export async function findDeadLetters(
  chosen: readonly ChosenSubscriber[],
  id: string,
): Promise<FoundDeadLetter[]> {
  const found: FoundDeadLetter[] = [];
  for (const of of chosen) {
    const answer = of.calls.getDeadLetter({ id }, OPERATOR);
    const known = await unlessRefused(answer, ["not_found"], () => undefined);
    if (known) found.push({ letter: known.dead_letter, of });
  }
  if (found.length > 0) return found;
  const [only, ...others] = chosen;
  throw new CommandError(
    others.length > 0 ? `nobody has a dead letter ${id}` : `${only?.name} has no dead letter ${id}`,
  );
}

/** Who has a dead letter, as a sentence begins with them. */
export function namesOf(found: readonly FoundDeadLetter[]): string {
  return found.map(({ of }) => of.name).join(" and ");
}
