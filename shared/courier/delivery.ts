/** Something that is to be sent, as a courier takes it from its table. */
export interface Delivery {
  /** UUID. */
  id: string;
  /** How often it was tried, this time included. */
  attempts: number;
  /** Seconds since it was asked for, by the database's clock. */
  age: number;
  /** What led to it. */
  traceparent: string | null;
}

/** How a delivery ends: it was sent, is no longer wanted, or was given up. */
export type Ending = "sent" | "skipped" | "parked";
