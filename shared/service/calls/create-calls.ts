import type { ServiceBroker } from "moleculer";
import { type Caller, contracts, type RepeatingCaller } from "../../contracts";
import { AppError } from "../../errors";
import { createEventLog } from "../../event-log";
import { currentTraceparent, inSpan } from "../../observability";
import type { Signer } from "../../signing";
import { isReachable } from "../broker/connection-loss";
import { toMeta } from "../caller-meta";
import type { Calls } from "../deps";
import { fromWire, isLostNode } from "../wire-errors";
import { awaitServices } from "./await-service";
import { callElsewhere } from "./call-elsewhere";
import { deadlineAfter, timeLeft, untilDeadline } from "./deadlines";

/** The typed callers of `service` over a broker. Every failure arrives as an AppError. */
export function createCalls(broker: ServiceBroker, signer: Signer, service: string): Calls {
  const there = awaitServices(broker);
  const patience = broker.options.requestTimeout ?? 0;
  const itself: Caller = { principal: { kind: "service", service } };
  const callersOf = (name: string, actions: object) =>
    Object.fromEntries(
      Object.keys(actions).map((action) => [
        action,
        async (params: object, caller: RepeatingCaller = itself): Promise<unknown> => {
          const deadline = deadlineAfter(patience);
          await there(name);
          if (!isReachable(broker, `${name}.${action}`)) {
            throw new AppError("unavailable", { retryAfter: 1, part: name });
          }
          return await inSpan(
            `call ${name}.${action}`,
            { kind: "client", from: caller.traceparent, attributes: rpc(name, action) },
            async () => {
              const traceparent = currentTraceparent();
              const meta = {
                ...toMeta(signer, traceparent === undefined ? caller : { ...caller, traceparent }),
                ...deadline,
              };
              try {
                const call = () =>
                  broker.call(`${name}.${action}`, params, { meta, ...timeLeft(deadline) });
                return await callElsewhere(call);
              } catch (error) {
                // A node that was found lost may only be stopped, and begin it when it wakes in time.
                if (isLostNode(error)) await untilDeadline(meta);
                throw fromWire(error, name);
              }
            },
          );
        },
      ]),
    );
  const call = Object.fromEntries(
    Object.entries(contracts).map(([name, { actions }]) => [name, callersOf(name, actions)]),
  ) as unknown as Omit<Calls, "events">;
  return { ...call, events: createEventLog({ call, signer }) };
}

/** What the spans of a call say of it. */
export function rpc(service: string, method: string): Record<string, string> {
  return { "rpc.system": "moleculer", "rpc.service": service, "rpc.method": method };
}
