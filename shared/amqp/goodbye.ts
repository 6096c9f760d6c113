import { inTime } from "../waiting";

/** In ms. RabbitMQ answers no goodbye during an alarm, and a silent network brings none. */
const GOODBYE = 2_000;

/** Waits for a goodbye to be answered, whatever comes of it, but not for long. */
export async function sayGoodbye(work: Promise<unknown>): Promise<void> {
  await inTime(work, GOODBYE);
}
