import type { Caller } from "../contracts";
import { currentTraceparent, durations, inSpan, stopwatch } from "../observability";
import { rpc } from "./calls/create-calls";
import { fromThrown } from "./wire-errors";

const duration = durations(
  "jumar_action_duration_seconds",
  "Actions of services where they were done, by what came of them: ok or the code of an error.",
  ["action", "outcome"],
);

/** Does an action as a part of its caller's trace, and times it; what it calls and writes goes on from there. */
export async function observeAction<T>(
  service: string,
  action: string,
  caller: Caller,
  work: (caller: Caller) => Promise<T>,
): Promise<T> {
  const seconds = stopwatch();
  const name = `${service}.${action}`;
  let outcome = "ok";
  try {
    return await inSpan(
      name,
      {
        kind: "server",
        from: caller.traceparent,
        arrived: true,
        attributes: rpc(service, action),
      },
      () => {
        const traceparent = currentTraceparent();
        return work(traceparent === undefined ? caller : { ...caller, traceparent });
      },
    );
  } catch (error) {
    outcome = fromThrown(error).code;
    throw error;
  } finally {
    duration.observe({ action: name, outcome }, seconds());
  }
}
