import { setTimeout as sleep } from "node:timers/promises";
import { ask, type Asked } from "./ask";
import type { Chance } from "./random";

export const PASSWORD = "correct horse battery staple";

/** What was asked of a platform under load, and what it said. */
export interface Load {
  /** Every address that was tried. */
  readonly asked: string[];
  /** Registrations that were answered 201: the user's id by address. */
  readonly registered: Map<string, string>;
  /** Addresses that were answered 503 or 500: nothing may have happened. */
  readonly refused: string[];
  /** Log-ins that were answered 201: ids of sessions. */
  readonly sessions: string[];
  /** How often each status came; 0 is no answer. */
  readonly statuses: Record<string, number>;
  /** The slowest request so far, in ms; set it back to look at a part of the time. */
  slowest: number;
  /** The slowest of the requests that were begun after a time of `performance.now()`, in ms. */
  slowestBegunAfter(time: number): number;
  stop(): Promise<void>;
}

let loads = 0;

/** Registers new users and logs known ones in, about `perSecond` requests over all of `urls`. */
export function startLoad(options: {
  urls: readonly string[];
  chance: Chance;
  perSecond: number;
  /** How much of it are log-ins. */
  logIns?: number;
}): Load {
  const { urls, chance, perSecond, logIns = 0.25 } = options;
  const stopping = new AbortController();
  const under = new Set<Promise<void>>();
  const prefix = `load${(loads += 1)}`;
  const answered: { begun: number; ms: number }[] = [];
  const load: Load = {
    asked: [],
    registered: new Map(),
    refused: [],
    sessions: [],
    statuses: {},
    slowest: 0,
    slowestBegunAfter: (time) =>
      answered.reduce((most, { begun, ms }) => (begun > time ? Math.max(most, ms) : most), 0),
    async stop() {
      stopping.abort();
      await sending;
      await Promise.all(under);
    },
  };

  const note = (asked: Asked): Asked => {
    load.statuses[asked.status] = (load.statuses[asked.status] ?? 0) + 1;
    load.slowest = Math.max(load.slowest, asked.ms);
    answered.push({ begun: performance.now() - asked.ms, ms: asked.ms });
    return asked;
  };
  const register = async (url: string): Promise<void> => {
    const email = `${prefix}.${load.asked.length}@example.com`;
    load.asked.push(email);
    const body = { email, password: PASSWORD };
    const { status, body: answer } = note(await ask(`${url}/api/v1/users`, "POST", body));
    if (status === 201) load.registered.set(email, answer.user.id as string);
    else if (status === 503 || status === 500) load.refused.push(email);
  };
  const logIn = async (url: string): Promise<void> => {
    const email = chance.pick([...load.registered.keys()]);
    const body = { email, password: PASSWORD };
    const { status, body: answer } = note(await ask(`${url}/api/v1/sessions`, "POST", body));
    if (status === 201) load.sessions.push(answer.session.id as string);
  };

  const send = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const url = chance.pick(urls);
      const one = load.registered.size > 0 && chance.next() < logIns ? logIn(url) : register(url);
      under.add(one);
      void one.finally(() => under.delete(one));
      await sleep((chance.next() * 2_000) / perSecond);
    }
  };
  const sending = send();
  return load;
}
