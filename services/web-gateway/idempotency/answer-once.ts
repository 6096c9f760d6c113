import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import { type Logger, report } from "../../../shared/observability";
import { fromThrown } from "../../../shared/service";
import {
  type Claimed,
  claimKey,
  findClaim,
  findKnownKey,
  releaseKey,
  renewKey,
  settleKey,
} from "../store/idempotency-keys";
import type { IdentifiedRequest } from "./identify-request";
import { isFinal, openOutcome, sealError, sealResult } from "./outcome";

/**
 * Performs a request, unless a copy of it is or was performed: then it shares that one's outcome. It is
 * performed as the first of the ways to identify it, unless the key is known as another of them.
 */
export type AnswerOnce = (
  ways: readonly [IdentifiedRequest, ...IdentifiedRequest[]],
  perform: (request: IdentifiedRequest) => Promise<unknown>,
) => Promise<unknown>;

/**
 * The outcome of the first of some ways to identify a request that was performed; `left` when whoever
 * performed it came to no end, and undefined when nobody did.
 */
export type AnsweredBefore = (
  ways: readonly IdentifiedRequest[],
) => Promise<{ result: unknown } | "left" | undefined>;

/** How many copies wait in this process at most. */
const MAX_WAITING = 1_000;
/** How long a copy waits, in ms. */
const PATIENCE = 10_000;
const RENEWED_EVERY = 1_500;
const FIRST_PAUSE = 20;
const LONGEST_PAUSE = 250;

interface Flight {
  request: Buffer;
  outcome: Promise<unknown>;
}

/**
 * Copies in the same process wait for the first of them, which competes with other processes for a row
 * with a lease. Throws `idempotency_key_reused`, `overloaded` when too many copies wait, and `timeout`
 * when a copy waited too long.
 */
export function createAnswers({ db, log }: { db: Database; log: Logger }): {
  answerOnce: AnswerOnce;
  answeredBefore: AnsweredBefore;
} {
  const flights = new Map<string, Flight>();
  let waiting = 0;

  const follow = async ({ outcome }: Flight): Promise<unknown> => {
    if (waiting >= MAX_WAITING) throw new AppError("overloaded", { retryAfter: 1 });
    waiting += 1;
    const impatience = new AbortController();
    try {
      return await Promise.race([outcome, timeout(impatience.signal)]);
    } finally {
      waiting -= 1;
      impatience.abort();
    }
  };

  const answerOnce: AnswerOnce = async ([first, ...others], perform) => {
    const ids = others.map(({ id }) => id);
    const known = ids.length > 0 ? await findKnownKey(db, ids) : undefined;
    const request = others.find(({ id }) => known?.equals(id)) ?? first;
    const name = request.id.toString("hex");
    const flight = flights.get(name);
    if (flight && !flight.request.equals(request.request)) throw reused();
    if (flight) return await follow(flight);
    const outcome = lead(db, log, request, () => perform(request)).finally(() =>
      flights.delete(name),
    );
    flights.set(name, { request: request.request, outcome });
    return await outcome;
  };

  const answeredBefore: AnsweredBefore = async (ways) => {
    for (const request of ways) {
      const flight = flights.get(request.id.toString("hex"));
      const found = flight ? { result: await follow(flight) } : await awaitOutcome(db, request);
      if (found) return found;
    }
    return undefined;
  };

  return { answerOnce, answeredBefore };
}

/** Waits for another process that is at it. */
async function awaitOutcome(db: Database, request: IdentifiedRequest): ReturnType<AnsweredBefore> {
  const giveUpAt = performance.now() + PATIENCE;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    const claim = await findClaim(db, request.id, request.request);
    if (!claim) return undefined;
    if (claim.state === "left") return "left";
    if (claim.state === "answered") return { result: openOutcome(request, claim.outcome) };
    if (performance.now() > giveUpAt) throw tookTooLong();
    await sleep(pause);
  }
}

/** Claims the key, or waits for its holder. */
async function lead(
  db: Database,
  log: Logger,
  request: IdentifiedRequest,
  perform: () => Promise<unknown>,
): Promise<unknown> {
  const claimed = { id: request.id, holder: randomUUID() };
  const giveUpAt = performance.now() + PATIENCE;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    const claim = await claimKey(db, claimed, request.request);
    if (claim.state === "held") return await hold(db, log, claimed, request, perform);
    if (claim.state === "reused") throw reused();
    if (claim.state === "answered") return openOutcome(request, claim.outcome);
    if (performance.now() > giveUpAt) throw tookTooLong();
    await sleep(pause);
  }
}

/**
 * Performs the request while it holds the key. The outcome stands even if the key is lost meanwhile: the
 * service has recorded what it did.
 */
async function hold(
  db: Database,
  log: Logger,
  claimed: Claimed,
  request: IdentifiedRequest,
  perform: () => Promise<unknown>,
): Promise<unknown> {
  const settled = (work: Promise<void>): Promise<void> =>
    work.catch((error: unknown) =>
      report(log, error, { message: "an outcome was not remembered" }),
    );
  const renewal = setInterval(
    () => void renewKey(db, claimed).catch(() => undefined),
    RENEWED_EVERY,
  );
  try {
    const result = await perform();
    await settled(settleKey(db, claimed, sealResult(request, result)));
    return result;
  } catch (thrown) {
    const error = fromThrown(thrown);
    if (isFinal(error)) await settled(settleKey(db, claimed, sealError(request, error)));
    else await settled(releaseKey(db, claimed));
    throw error;
  } finally {
    clearInterval(renewal);
  }
}

async function timeout(signal: AbortSignal): Promise<never> {
  await sleep(PATIENCE, undefined, { signal });
  throw tookTooLong();
}

function tookTooLong(): AppError {
  return new AppError("timeout", {
    detail: "another copy of this request is still being processed",
    retryAfter: 1,
  });
}

function reused(): AppError {
  return new AppError("idempotency_key_reused");
}
