/** What a proof shows: that somebody knows, has or is something. */
const KINDS = {
  pwd: "knowledge",
  pin: "knowledge",
  otp: "possession",
  swk: "possession",
  hwk: "possession",
  fpt: "inherence",
  face: "inherence",
} as const;

/** A way to prove who one is, by its word of RFC 8176, such as `pwd` for a password. */
export type Method = keyof typeof KINDS;

/** What a user has proved who they are with. */
export interface Proof {
  method: Method;
  /** When, by the database's clock; in this transaction unless said. */
  at?: Date;
}

/** How sure proofs make (NIST 800-63B): 2 when they show two different kinds of things, else 1. */
export function assuranceOf(proofs: readonly Proof[]): 1 | 2 {
  return new Set(proofs.map(({ method }) => KINDS[method])).size > 1 ? 2 : 1;
}
