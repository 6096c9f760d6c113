import { connect, type ConfirmChannel, type RecoveringChannelModel } from "amqplib";
import type { Logger } from "../observability";
import type { PemFiles } from "../config";
import { sayGoodbye } from "./goodbye";
import { tlsOptions } from "./tls";
import { WRITE_BUFFER } from "./write-together";

/** A connection to RabbitMQ that comes back by itself. */
export interface Amqp {
  createConfirmChannel(): Promise<ConfirmChannel>;
  /** Undefined while all is well; else what is not. */
  problem(): string | undefined;
  /** RabbitMQ is short of disk or memory and takes nothing. */
  hasAlarm(): boolean;
  close(): Promise<void>;
}

const HEARTBEAT_SECONDS = 8;
const SOCKET = { noDelay: true, writableHighWaterMark: WRITE_BUFFER };

/**
 * Connects now or as soon as RabbitMQ can be reached; a loss is noticed within three heartbeats.
 * Refused credentials, an unknown vhost or an unreadable file reject at once: waiting would not mend
 * them.
 */
export async function connectAmqp(options: {
  url: string;
  tls?: PemFiles | undefined;
  name: string;
  log: Logger;
}): Promise<Amqp> {
  const { log } = options;
  const model = await connect(withHeartbeat(options.url), {
    ...SOCKET,
    ...tlsOptions(options.url, options.tls),
    timeout: 5_000,
    clientProperties: { connection_name: options.name },
    recovery: { initialDelay: 100, maxDelay: 5_000, waitForConnect: false },
  });
  let connected = false;
  let alarm: string | undefined;

  model.on("connect", () => {
    connected = true;
    alarm = undefined;
    log.info({ name: options.name }, "connected to RabbitMQ");
  });
  model.on("disconnect", (err: Error) => {
    connected = false;
    log.warn({ name: options.name, err }, "lost RabbitMQ, connecting again");
  });
  model.on("blocked", (reason: string) => {
    alarm = reason;
    log.warn({ name: options.name, problem: reason }, "RabbitMQ takes nothing at the moment");
  });
  model.on("unblocked", () => {
    alarm = undefined;
  });
  model.on("error", (err: Error) => {
    log.debug({ name: options.name, err }, "RabbitMQ connection error");
  });
  await firstAttempt(model, log);

  return {
    createConfirmChannel: () => model.createConfirmChannel(),
    problem: () => (connected ? alarm && `takes nothing: ${alarm}` : "cannot be reached"),
    hasAlarm: () => connected && alarm !== undefined,
    close: () => sayGoodbye(model.close()),
  };
}

/** Resolves at the first connection or the first failure that waiting may mend. */
async function firstAttempt(model: RecoveringChannelModel, log: Logger): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    model.on("connect", () => {
      resolve();
    });
    model.on("connect-failed", (err: Error) => {
      if (/ACCESS[_-]REFUSED|NOT[_-]ALLOWED|handshake terminated/i.test(err.message)) {
        void model.close().catch(() => undefined);
        reject(new AmqpRefused(err.message, { cause: err }));
      } else {
        log.warn({ err }, "RabbitMQ cannot be reached yet");
        resolve();
      }
    });
  });
}

/** RabbitMQ is there and does not let us in: the user, password or vhost of AMQP_URL is wrong. */
export class AmqpRefused extends Error {
  override readonly name = "AmqpRefused";
}

/** The URL with a heartbeat short enough to notice silence in time; one that it names itself stays. */
export function withHeartbeat(text: string): string {
  const url = new URL(text);
  if (!url.searchParams.has("heartbeat")) {
    url.searchParams.set("heartbeat", String(HEARTBEAT_SECONDS));
  }
  return url.href;
}
