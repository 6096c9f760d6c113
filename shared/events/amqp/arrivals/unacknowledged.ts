import type { ConfirmChannel, ConsumeMessage } from "amqplib";

/** On what messages are acknowledged. */
export type Acknowledging = Pick<ConfirmChannel, "ack">;

/** The messages of a channel that are not acknowledged, in the order in which they came. */
export interface Unacknowledged<Arrived> {
  add(arrived: Arrived): void;
  /** Acknowledges what is stored, together where nothing before it is left. Throws when the channel takes it not. */
  stored(batch: Arrived[]): void;
  size(): number;
  /** Resolves once there is none. */
  none(): Promise<void>;
  /** They will never be acknowledged here. */
  forget(): void;
}

/**
 * Acknowledges on a channel. What is stored behind a message that takes long waits, so that many are
 * acknowledged by one frame; once there are `outOfOrder` of these, each is acknowledged by itself, and
 * others can be handed out for them.
 */
export function keepUnacknowledged<Arrived extends { message: ConsumeMessage }>(
  channel: Acknowledging,
  outOfOrder: number,
): Unacknowledged<Arrived> {
  // In the order of insertion, as a Map is.
  const all = new Map<Arrived, boolean>();
  let behind = 0;
  let listeners: (() => void)[] = [];

  const tell = (): void => {
    if (all.size > 0) return;
    for (const listener of listeners.splice(0)) listener();
  };

  return {
    add(arrived) {
      all.set(arrived, false);
    },
    stored(batch) {
      for (const arrived of batch) {
        if (all.get(arrived) !== false) continue;
        all.set(arrived, true);
        behind += 1;
      }
      let last: Arrived | undefined;
      for (const [arrived, isStored] of all) {
        if (!isStored) break;
        all.delete(arrived);
        behind -= 1;
        last = arrived;
      }
      if (last) channel.ack(last.message, true);
      if (behind >= outOfOrder) {
        for (const [arrived, isStored] of all) {
          if (!isStored) continue;
          all.delete(arrived);
          channel.ack(arrived.message, false);
        }
        behind = 0;
      }
      tell();
    },
    size: () => all.size,
    async none() {
      if (all.size === 0) return;
      await new Promise<void>((resolve) => {
        listeners = [...listeners, resolve];
      });
    },
    forget() {
      all.clear();
      tell();
    },
  };
}
