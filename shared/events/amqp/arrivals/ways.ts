import type { ConsumeMessage } from "amqplib";
import type { Handling } from "../../consumer/handling";
import type { Envelope } from "../../envelope";
import type { Inbox } from "../../inbox/inbox";
import { readMessage, unreadable } from "../read-message";
import type { Ways } from "./backlog";

/** A message with what it says, or what is wrong with it. */
export type Arrived = { message: ConsumeMessage } & ReturnType<typeof readMessage>;

const KEPT_AT_ONCE = 200;

/** The way of what is only stored. */
const KEPT = "";

/**
 * How messages from a queue get into an inbox. What comes is handled at once, in its lane; what may
 * have brought a process down before (redelivered), is refused by this version, or is a task, is left
 * in the inbox as pending, where tries are counted and spaced. What is no event is parked.
 */
export function waysIn(options: {
  inbox: Inbox;
  handling: Handling;
  /** Wakes the consumer of what is pending. */
  nudge: () => void;
}): Ways<Arrived> {
  const { inbox, handling, nudge } = options;

  const keep = async (batch: Arrived[]): Promise<Arrived[]> => {
    for (const { unreadable: parked } of batch) if (parked) await inbox.park(parked);
    const events = batch.flatMap(({ message, envelope }) =>
      envelope ? [{ message, envelope }] : [],
    );
    await receive(inbox, events);
    if (events.length > 0) nudge();
    return [];
  };

  const handle = async (batch: Arrived[]): Promise<Arrived[]> => {
    const events = batch.flatMap(({ envelope }) => (envelope ? [envelope] : []));
    try {
      const rest = new Set(await handling.handleFresh(events));
      return batch.filter(({ envelope }) => envelope && rest.has(envelope.id));
    } catch (err) {
      if (isFaultOfData(err)) return await keep(batch);
      throw err;
    }
  };

  return {
    read(message) {
      const read = readMessage(message);
      const { envelope } = read;
      const isFresh = envelope && !message.fields.redelivered && handling.isPlain(envelope);
      return { arrived: { message, ...read }, way: isFresh ? handling.laneOf(envelope) : KEPT };
    },
    of(name) {
      if (name === KEPT) return { turn: (work) => work(), size: () => KEPT_AT_ONCE, store: keep };
      const { lanes, pace } = handling;
      return { turn: (work) => lanes.run(name, work), size: pace.size, store: handle };
    },
  };
}

/** Leaves events in the inbox as pending; one that no database can hold is parked by itself. */
async function receive(
  inbox: Inbox,
  arrived: { message: ConsumeMessage; envelope: Envelope }[],
): Promise<void> {
  try {
    await inbox.receive(arrived.map(({ envelope }) => envelope));
  } catch (err) {
    const [first] = arrived;
    if (!first || !isFaultOfData(err)) throw err;
    if (arrived.length === 1) {
      await inbox.park(unreadable(first.message, `cannot be stored: ${String(err)}`));
    } else {
      for (const one of arrived) await receive(inbox, [one]);
    }
  }
}

/** What a retry would not mend: a value that the database does not take, or nested too deeply. */
function isFaultOfData(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return error instanceof RangeError || (typeof code === "string" && /^(22|54)/.test(code));
}
