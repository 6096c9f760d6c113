import type { ChannelModel } from "amqplib";
import { Transporters } from "moleculer";
import { sayGoodbye, tlsOptions, withHeartbeat } from "../amqp";
import type { PemFiles } from "../config";

/** Carries calls over RabbitMQ, and goes also when RabbitMQ does not answer its goodbye. */
export class AmqpTransporter extends Transporters.AMQP {
  /** `requestTtl` in ms: a request that waited longer than its caller is not begun any more. */
  constructor(url: string, tls: PemFiles | undefined, requestTtl: number) {
    const options = {
      url: withHeartbeat(url),
      prefetch: 100,
      // amqplib leaves Nagle's algorithm on, which costs 40 ms a call.
      socketOptions: { noDelay: true, timeout: 5_000, ...tlsOptions(url, tls) },
      eventTimeToLive: 30_000,
      heartbeatTimeToLive: 10_000,
      autoDeleteQueues: 60_000,
      queueOptions: { messageTtl: requestTtl },
    };
    super(options);
  }

  override async disconnect(): Promise<void> {
    await sayGoodbye(Promise.resolve(super.disconnect()));
    const left = this.connection as ChannelModel | null;
    if (!left) return;
    // It ended unanswered: amqplib closes a blocked connection at once, a silent one by its heartbeat.
    this.channelDisconnecting = this.connectionDisconnecting = true;
    await sayGoodbye(left.close());
  }
}
