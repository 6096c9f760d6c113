import { randomUUID } from "node:crypto";
import { described } from "./described";
import { type Answered, type Asked, sendAsked } from "./send";
import type { World } from "./world";

export type Purpose = "confirmation" | "password_reset" | "email_change";

/** What has to hold of an account, by what was done so far. */
export interface Account {
  email: string;
  password: string;
  /** Every password it ever had, and how many wrong ones were tried: few enough to be evaluated. */
  passwords: string[];
  wrong: number;
  exists: boolean;
  /** Once it exists. */
  userId: string | undefined;
  disabled: boolean;
  confirmed: boolean;
  /** The bearer tokens of its live sessions. */
  live: Set<string>;
  /** The mailed token of each purpose that works. */
  works: Map<Purpose, string>;
  /** What mails were asked for; more in a minute are not sent. */
  asked: Set<Purpose>;
  /** Where it asked to move. */
  moveTo: string;
}

/** What a walk knows: who there is, and every token that was ever seen. */
export interface Walk {
  accounts: Account[];
  sessions: string[];
  mailTokens: string[];
}

/** The platform as a walk meets it. */
export interface Ground {
  world: World;
  /** Sends a request for an operation from an address of its own. */
  ask(id: string, asked: Asked): Promise<Answered>;
}

export function createGround(world: World): Ground {
  return {
    world,
    ask(id, asked) {
      const operation = described.find((one) => one.id === id);
      if (!operation) throw new Error(`there is no operation ${id}`);
      return sendAsked(world.url, operation, { ...asked, headers: world.elsewhere() });
    },
  };
}

/** Nothing has happened yet. A token that nobody was given is among those to try. */
export function createWalk(world: World, accounts: number): Walk {
  return {
    accounts: Array.from({ length: accounts }, () => newAccount(world.newEmail())),
    sessions: ["A".repeat(43)],
    mailTokens: ["A".repeat(43), "nonsense"],
  };
}

/** One that nobody has yet, and without the address, which no password may have in it. */
export function freshPassword(): string {
  return `a password of ${randomUUID()}`;
}

/** An account that does not exist yet. */
export function newAccount(email: string): Account {
  const password = freshPassword();
  return {
    email,
    password,
    passwords: [password],
    wrong: 0,
    exists: false,
    userId: undefined,
    disabled: false,
    confirmed: false,
    live: new Set(),
    works: new Map(),
    asked: new Set(),
    moveTo: "",
  };
}

/** Whose live session a bearer token is. */
export function ownerOf({ accounts }: Walk, token: string): Account | undefined {
  return accounts.find(({ live }) => live.has(token));
}
