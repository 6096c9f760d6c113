import type { Envelope } from "./envelope";

/** Hands events on; resolves with the ids of those whose copies are safe with every subscriber. */
export type Deliver = (events: Envelope[]) => Promise<string[]>;
