import type { DeadLetter } from "../../shared/contracts";
import { AppError } from "../../shared/errors";
import type { Calls } from "../../shared/service";
import { CommandError } from "../command-error";
import { OPERATOR } from "../operate";
import type { SubscriberName } from "../../shared/contracts";

/** A dead letter of each of the subscribers that has the event as one. Throws a CommandError when none has. */
export async function findDeadLetters(
  call: Pick<Calls, SubscriberName>,
  subscribers: readonly SubscriberName[],
  id: string,
): Promise<(DeadLetter & { subscriber: SubscriberName })[]> {
  const found: (DeadLetter & { subscriber: SubscriberName })[] = [];
  for (const subscriber of subscribers) {
    try {
      const { dead_letter } = await call[subscriber].getDeadLetter({ id }, OPERATOR);
      found.push({ ...dead_letter, subscriber });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "not_found") throw error;
    }
  }
  if (found.length > 0) return found;
  const [only, ...others] = subscribers;
  throw new CommandError(
    others.length > 0 ? `nobody has a dead letter ${id}` : `${only} has no dead letter ${id}`,
  );
}
