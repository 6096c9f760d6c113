/** Where passwords from breaches are looked up, by SHA-1. */
export interface Source {
  /** Whether the hash, 40 hex digits in capitals, is among them. Rejects, without naming it, when nobody can say. */
  has(hash: string): Promise<boolean>;
}

/** Asks over HTTP, as the global function of that name does. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;
