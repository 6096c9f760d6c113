import type { Principal } from "../principal";
import type { Language } from "./fields";

/** Who is calling, from where, within which request. */
export interface Caller {
  principal?: Principal;
  requestId?: string;
  ip?: string;
  userAgent?: string;
  /** The language they are spoken to in, where they said it. */
  language?: Language;
  traceparent?: string;
}

/** Tells a request that may come again from all others. */
export interface Repeatable {
  /** Names it, in base64url: a keyed digest of whose it is, its Idempotency-Key and all it says. */
  id: string;
  /** 256 bits in base64url that seal what it is answered with; they follow from what only its sender knows. */
  key: string;
}

/** A caller whose request may be repeated, and then expects its one effect and one answer. */
export interface RepeatingCaller extends Caller {
  repeatable?: Repeatable;
}
