import { type Channel, type ConfirmChannel, connect, type RecoveringChannelModel } from "amqplib";
import type { PemFiles } from "../config";
import { type Logger, type Outage, tellOfOutage } from "../observability";
import { sayGoodbye } from "./goodbye";
import { takeTurns } from "./nodes";
import { refusalOf } from "./refusal";
import { tlsOptions } from "./tls";
import { WRITE_BUFFER } from "./write-together";

/** A connection to RabbitMQ that comes back by itself. */
export interface Amqp {
  createConfirmChannel(): Promise<ConfirmChannel>;
  /** A channel for asking; nothing is published on it. */
  createChannel(): Promise<Channel>;
  /** Undefined while all is well; else what is not. */
  problem(): string | undefined;
  isConnected(): boolean;
  /** RabbitMQ is short of disk or memory and takes nothing. */
  hasAlarm(): boolean;
  close(): Promise<void>;
}

const SOCKET = { noDelay: true, writableHighWaterMark: WRITE_BUFFER };

/**
 * Connects now or as soon as RabbitMQ can be reached; a loss is noticed within three heartbeats, and
 * the next node that `url` names takes over.
 * Refused credentials, an unknown vhost or an unreadable file reject at once: waiting would not mend
 * them. What is refused later, as while a vhost is made anew, is tried again. `signal` ends the wait for
 * the first attempt, by a rejection.
 */
export async function connectAmqp(options: {
  url: string;
  tls?: PemFiles | undefined;
  name: string;
  log: Logger;
  /** Tells of outages; the log is told when absent. */
  outage?: Outage | undefined;
  signal?: AbortSignal | undefined;
}): Promise<Amqp> {
  const { log, outage = outageOf(log, options.name) } = options;
  const { target, next } = takeTurns(options.url);
  const model = await connect(target, {
    ...SOCKET,
    ...tlsOptions(options.url, options.tls),
    timeout: 5_000,
    clientProperties: { connection_name: options.name },
    recovery: { initialDelay: 100, maxDelay: 5_000, waitForConnect: false },
  });
  let connected = false;
  let hasBegun = false;
  let alarm: string | undefined;
  let refusal: string | undefined;
  /** Why the connection ends; what then says that it ended does not know. */
  let cause: Error | undefined;

  model.on("connect", () => {
    connected = true;
    alarm = cause = refusal = undefined;
    if (!outage.back()) log.info({ name: options.name }, "connected to RabbitMQ");
  });
  model.on("disconnect", (err: Error) => {
    connected = false;
    next();
    outage.away(cause ?? err);
  });
  model.on("connect-failed", (err: Error) => {
    next();
    refusal = refusalOf(err)?.problem;
    // The first one is thrown.
    if (hasBegun || refusal === undefined) outage.away(err, { problem: refusal });
  });
  model.on("blocked", (reason: string) => {
    alarm = reason;
    log.warn({ name: options.name, problem: reason }, "RabbitMQ takes nothing at the moment");
  });
  model.on("unblocked", () => {
    alarm = undefined;
  });
  model.on("error", (err: Error) => {
    cause = err;
    log.debug({ name: options.name, err }, "RabbitMQ connection error");
  });
  await firstAttempt(model, options.signal);
  hasBegun = true;

  return {
    createConfirmChannel: () => model.createConfirmChannel(),
    createChannel: () => model.createChannel(),
    problem() {
      if (connected) return alarm && `takes nothing: ${alarm}`;
      return refusal === undefined ? "cannot be reached" : `its URL ${refusal}`;
    },
    isConnected: () => connected,
    hasAlarm: () => connected && alarm !== undefined,
    close: () => sayGoodbye(model.close()),
  };
}

/** Tells in the log of RabbitMQ that is away, as one that has this name notices. */
export function outageOf(log: Logger, name: string): Outage {
  return tellOfOutage(log, {
    name,
    away: "RabbitMQ cannot be reached, trying again",
    back: "RabbitMQ is back",
  });
}

/** Resolves at the first connection or the first failure that waiting may mend. */
async function firstAttempt(model: RecoveringChannelModel, signal?: AbortSignal): Promise<void> {
  let giveUp = (): void => undefined;
  const refused = await new Promise<Error | undefined>((resolve) => {
    giveUp = () => resolve(new Error("told to stop", { cause: signal?.reason }));
    if (signal?.aborted) giveUp();
    else signal?.addEventListener("abort", giveUp, { once: true });
    model.once("connect", () => resolve(undefined));
    model.once("connect-failed", (err: Error) => resolve(refusalOf(err)));
  });
  // A start tries often on one signal.
  signal?.removeEventListener("abort", giveUp);
  if (!refused) return;
  void model.close().catch(() => undefined);
  throw refused;
}
