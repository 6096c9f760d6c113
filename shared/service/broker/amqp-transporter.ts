import type { Channel, ChannelModel, ConsumeMessage } from "amqplib";
import { Transporters } from "moleculer";
import { anyOf, nodeUrls, refusalOf, sayGoodbye, tlsOptions } from "../../amqp";
import type { PemFiles } from "../../config";
import type { Outage } from "../../observability";
import { pause } from "../../waiting";
import { removeStrandedQueues } from "./stranded-queues";

/** Hears that a connection was lost, or why none came about. */
type OnLoss = (error?: Error) => void;
type Connect = (onLoss: OnLoss) => Promise<void>;

/** In ms. A queue goes after so long without a consumer. */
const UNUSED_FOR = 60_000;
const SHORTEST_PAUSE = 200;
const LONGEST_PAUSE = 2_000;

/**
 * Carries calls over RabbitMQ, by any of the nodes that its URL names, and goes also when RabbitMQ does
 * not answer its goodbye. It connects for as long as it takes.
 */
export class AmqpTransporter extends Transporters.AMQP {
  /** Moleculer's: how often it tried to connect, which decides on the node that is next. */
  protected connectAttempt: number;
  /** Resolves when an attempt to connect has failed, or it was told to leave; where all succeed, never. */
  readonly tried: Promise<void>;
  private readonly nodes: number;
  private readonly leaving = new AbortController();
  private onTried: () => void = () => undefined;

  /** `requestTtl` in ms: a request that waited longer than its caller is not begun any more. */
  constructor(
    url: string,
    tls: PemFiles | undefined,
    private readonly requestTtl: number,
    private readonly outage: Outage,
  ) {
    const urls = nodeUrls(url);
    const options = {
      url: urls.map(({ href }) => href),
      prefetch: 100,
      // amqplib leaves Nagle's algorithm on, which costs 40 ms a call.
      socketOptions: { noDelay: true, timeout: 5_000, ...tlsOptions(url, tls) },
      eventTimeToLive: 30_000,
      heartbeatTimeToLive: 10_000,
      autoDeleteQueues: UNUSED_FOR,
      // A virtual host may make every other queue a quorum queue, which is too dear for what nobody keeps.
      queueOptions: { arguments: { "x-queue-type": "classic" } },
    };
    super(options);
    this.nodes = urls.length;
    this.connectAttempt = anyOf(urls);
    this.tried = new Promise((resolve) => (this.onTried = resolve));
  }

  private get isLeaving(): boolean {
    return this.leaving.signal.aborted;
  }

  /**
   * Resolves when it is connected or told to leave, and never rejects: Moleculer would try again, and log
   * three lines without a cause each time.
   */
  override async connect(): Promise<void> {
    for (let wait = SHORTEST_PAUSE; !this.isLeaving; wait = Math.min(LONGEST_PAUSE, 2 * wait)) {
      try {
        await this.connectToAny();
        this.outage.back();
        return;
      } catch (error) {
        this.lose(error);
        this.onTried();
        await pause(wait, this.leaving.signal);
      }
    }
  }

  private lose(error: unknown): void {
    if (this.isLeaving) return;
    const cause = error instanceof Error ? error : new Error("the connection was closed");
    this.outage.away(cause, { problem: refusalOf(cause)?.problem });
  }

  /** Tries each node once before it fails. */
  private async connectToAny(): Promise<void> {
    const again: OnLoss = (error) => {
      this.lose(error);
      void this.connect();
    };
    for (let left = this.nodes; ; left -= 1) {
      try {
        await (super.connect as Connect).call(this, again);
        // It was told to leave meanwhile.
        if (this.isLeaving) await this.closeConnection();
        return;
      } catch (error) {
        // Moleculer leaves it open when it could not be set up.
        await this.closeConnection();
        if (left <= 1 || this.isLeaving) throw error;
      }
    }
  }

  override async makeSubscriptions(topics: { cmd: string; nodeID?: string }[]): Promise<void> {
    const isAgain = this.connectionCount > 1;
    if (isAgain) {
      const names = topics.map(({ cmd }) => this.getTopicName(cmd, this.nodeID));
      await removeStrandedQueues(this.connection as ChannelModel, [...new Set(names)]);
    }
    await super.makeSubscriptions(topics);
  }

  /** Events and heartbeats have times of their own; all else lives as long as a request. */
  override _getQueueOptions(packetType: string, balancedQueue?: boolean): Record<string, unknown> {
    return {
      messageTtl: this.requestTtl,
      // A queue that is deleted with its consumer outlives one that left while RabbitMQ was away.
      expires: UNUSED_FOR,
      ...super._getQueueOptions(packetType, balancedQueue),
    };
  }

  /**
   * Moleculer would acknowledge on whatever channel there is by then, where the message is unknown or
   * another's, and nobody would catch what a closing one throws. A request that is not acknowledged comes
   * again, and is begun once (`beginOnce`). RabbitMQ cancels a consumer when its queue is gone; all are set
   * up anew then.
   */
  override _consumeCB(cmd: string, needAck = false): (message: unknown) => void | Promise<void> {
    const channel = this.channel as Channel;
    const { connection } = this as { connection: ChannelModel | null };
    const settle = (how: "ack" | "nack", message: ConsumeMessage): void => {
      if (!needAck || this.channel !== channel) return;
      try {
        channel[how](message);
      } catch (err) {
        this.logger.debug("A request cannot be acknowledged.", err);
      }
    };
    return async (taken) => {
      const message = taken as ConsumeMessage | null;
      if (message === null) {
        await connection?.close().catch(() => undefined);
        return;
      }
      try {
        await this.receive(cmd, message.content);
        settle("ack", message);
      } catch (err) {
        this.logger.error("Message handling error.", err);
        settle("nack", message);
      }
    };
  }

  override async disconnect(): Promise<void> {
    this.leaving.abort();
    this.onTried();
    await sayGoodbye(Promise.resolve(super.disconnect()));
    if (!this.connection) return;
    // It ended unanswered: amqplib closes a blocked connection at once, a silent one by its heartbeat.
    this.channelDisconnecting = this.connectionDisconnecting = true;
    await this.closeConnection();
  }

  private async closeConnection(): Promise<void> {
    const connection = this.connection as ChannelModel | null;
    if (connection) await sayGoodbye(connection.close());
  }
}
