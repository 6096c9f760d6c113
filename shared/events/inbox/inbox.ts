import type { Transaction } from "../../database";
import type { Isolation } from "../consumer/tuning";
import type { Envelope } from "../envelope";

/** Where a subscriber's events wait: one table in the subscriber's own schema. */
export interface Inbox {
  readonly subscriber: string;
  /** Stores events as pending and says how many are new; one that was received before changes nothing. */
  receive(events: Envelope[]): Promise<number>;
  /** Stores events as claimed for the first time, for the one that has them in hand; those known are left out. */
  takeIn(events: Envelope[], seconds: number): Promise<Claimed[]>;
  /**
   * Runs an effect for events that just came and stores them as done, in one transaction; those known
   * are left out. Resolves with the ids of those that the effect did not come to; they are not stored.
   */
  accept(events: Envelope[], effect: Effect, isolation?: Isolation): Promise<string[]>;
  /** Keeps a message that is no event as a dead letter. */
  park(message: Unreadable): Promise<void>;
  /** Takes due events for a while, counting the attempt first, so that one whose handler brings the process down counts too. */
  claim(limit: number, how?: HowToClaim): Promise<Claimed[]>;
  /** Whether anything may be claimed. */
  hasDue(): Promise<boolean>;
  /** Prolongs claims; resolves with the ids of those that are still held. */
  renew(events: Claimed[], seconds: number): Promise<Set<string>>;
  /**
   * Runs an effect and marks its events done in one transaction; events done meanwhile are left out,
   * and those that the effect did not come to are due again, their attempt not counted.
   */
  settle(events: Claimed[], effect: Effect, isolation?: Isolation): Promise<void>;
  /** Puts events off; `counted` says whether the attempt counts towards giving up. */
  postpone(events: Claimed[], problem: string, seconds: number, counted: boolean): Promise<void>;
  /** Gives claims back: the events are due at once, their attempt not counted. */
  release(events: Claimed[]): Promise<void>;
  /** Gives an event up: it stays as a dead letter with its error. Says whether it was given up now. */
  bury(event: Claimed, problem: string): Promise<boolean>;
  /** Forgets up to `limit` events that were done more than `days` ago; true when there may be more. */
  sweep(days: number, limit: number): Promise<boolean>;
  /** Whether the database answers. */
  answers(): Promise<boolean>;
}

/**
 * What is done about events, through the transaction that also remembers them. A number
 * that it resolves with says how many of them, from the first on, had their effect.
 */
export type Effect = (events: Envelope[], trx: Transaction) => Promise<unknown>;

/** What may be claimed, and for how long. */
export interface HowToClaim {
  /**
   * Whether one may be among them whose last claim was not concluded, because it may have brought a
   * process down; never more than one, so that it drags no others along. So it may when absent.
   */
  suspect?: boolean;
  /** 10 when absent. */
  seconds?: number;
}

/** A message that is no event: what came, cut, and what is wrong with it. */
export interface Unreadable {
  /** A UUID, the same for the same content, so that a redelivery is parked once. */
  id: string;
  type: string;
  problem: string;
  /** Base64. */
  content: string;
}

/** An event in hand. Its attempts, this one among them, tell one claim from the next. */
export interface Claimed {
  envelope: Envelope;
  attempts: number;
  /** Nobody concluded its last claim. */
  suspect?: boolean;
}
