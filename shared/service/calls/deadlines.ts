import { setTimeout as sleep } from "node:timers/promises";
import type { Middleware } from "moleculer";
import type { Transaction } from "../../database";
import { AppError } from "../../errors";
import type { Deps } from "../deps";
import { createDifferences } from "../fleet/differences";

/** What a call says of how long it is waited for. */
export interface DeadlineMeta {
  /** On the monotonic clock of the process that reads it, in ms. */
  deadline?: number;
}

/** The deadline of a call that is made now and given up after `patience` ms. */
export function deadlineAfter(patience: number): DeadlineMeta {
  return { deadline: performance.now() + patience };
}

/** How long Moleculer may wait for the answer of a call with this deadline; its own default where there is none. */
export function timeLeft({ deadline }: DeadlineMeta): { timeout?: number } {
  if (deadline === undefined) return {};
  return { timeout: Math.max(1, Math.ceil(deadline - performance.now())) };
}

/** Resolves when nobody may begin it any more. */
export async function untilDeadline({ deadline = 0 }: DeadlineMeta): Promise<void> {
  await sleep(Math.max(0, deadline - performance.now()));
}

/** Throws `timeout` once nobody waits for the answer any more. */
export function requireTime({ deadline }: DeadlineMeta): void {
  if (typeof deadline === "number" && performance.now() > deadline) {
    throw new AppError("timeout", { detail: "nobody waits for the answer any more" });
  }
}

/** Deps whose transactions are not begun after the deadline, and not begun again. */
export function withinDeadline<D extends Deps>(deps: D, meta: DeadlineMeta): D {
  if (meta.deadline === undefined) return deps;
  const inTime =
    <T>(work: (trx: Transaction) => Promise<T>) =>
    async (trx: Transaction): Promise<T> => {
      requireTime(meta);
      return await work(trx);
    };
  return {
    ...deps,
    transaction: (work) => deps.transaction(inTime(work)),
    once: (work) => deps.once(inTime(work)),
  };
}

/** A packet as Moleculer hands it to middlewares, with what we add to it. */
interface StampedPacket {
  type: string;
  payload: { sender?: string; clock?: number; meta?: DeadlineMeta };
}

/**
 * Translates the deadlines of calls from other processes to this one's clock. What the wall clocks
 * of two machines show may be minutes apart, so every packet carries the sender's monotonic clock.
 * That tells apart a call that has just been sent from one that lay around, in a queue or in the
 * buffers of a process that was stopped: the latter is begun by nobody any more.
 */
export function translateDeadlines(): Middleware {
  const differences = createDifferences();
  return {
    name: "TranslateDeadlines",
    transitPublish: (next: (packet: StampedPacket) => unknown) => (packet: StampedPacket) => {
      packet.payload.clock = performance.now();
      return next(packet);
    },
    transitMessageHandler:
      (next: (cmd: string, packet: StampedPacket) => unknown) =>
      (cmd: string, packet: StampedPacket) => {
        const { sender, clock, meta } = packet.payload;
        if (sender !== undefined && typeof clock === "number") {
          const difference = differences.learn(sender, performance.now() - clock);
          if (typeof meta?.deadline === "number") meta.deadline += difference;
        }
        return next(cmd, packet);
      },
  } as unknown as Middleware;
}
