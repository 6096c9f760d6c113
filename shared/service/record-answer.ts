import type { Repeatable } from "../contracts";
import { createRecordedAnswers } from "../idempotency";
import type { Deps } from "./deps";

/**
 * Runs an action for a request that may come again: its effect happens once, and whoever repeats it
 * gets what was recorded with the effect. `run` is handed deps whose `once` records; what it answers
 * without an effect is recorded when it is done.
 */
export async function recordAnswer(
  deps: Deps,
  request: Repeatable,
  run: (deps: Deps) => Promise<object>,
): Promise<unknown> {
  const answers = createRecordedAnswers(deps.db, deps.service);
  const recorded = await answers.find(request);
  if (recorded) return recorded.answer;
  let isRecorded = false;
  const once: Deps["once"] = async (work) => {
    const answer = await deps.transaction((trx) => answers.record(trx, request, () => work(trx)));
    isRecorded = true;
    return answer;
  };
  const result = await run({ ...deps, once });
  return isRecorded ? result : await once(async () => result);
}
