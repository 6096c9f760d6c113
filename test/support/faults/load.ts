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
  /** How often a problem came, by its code. */
  readonly problems: Record<string, number>;
  /** The slowest request so far, in ms; set it back to look at a part of the time. */
  slowest: number;
  /** The slowest of the requests that were begun after a time of `performance.now()`, in ms. */
  slowestBegunAfter(time: number): number;
  /**
   * What `ms` may have become on this machine: longer by what a question that the gateway answers by
   * itself took meanwhile, once for each process that a request comes to on its way there and back.
   */
  allowed(ms: number): number;
  stop(): Promise<void>;
}

/** Gateway, RabbitMQ, service, database, service, RabbitMQ, gateway. */
const STATIONS = 7;
/** In ms. */
const OWN_EVERY = 200;

/** Not more wait for an answer: a machine that cannot keep up is asked less. */
const AT_ONCE = 12;

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
  const loggingIn = new Set<string>();
  let slowestOwn = 0;
  const load: Load = {
    asked: [],
    registered: new Map(),
    refused: [],
    sessions: [],
    statuses: {},
    problems: {},
    slowest: 0,
    slowestBegunAfter: (time) =>
      answered.reduce((most, { begun, ms }) => (begun > time ? Math.max(most, ms) : most), 0),
    allowed: (ms) => ms + STATIONS * slowestOwn,
    async stop() {
      stopping.abort();
      await Promise.all([sending, asking]);
      await Promise.all(under);
    },
  };

  const note = (asked: Asked): Asked => {
    load.statuses[asked.status] = (load.statuses[asked.status] ?? 0) + 1;
    const { code } = (asked.body ?? {}) as { code?: string };
    if (code !== undefined) load.problems[code] = (load.problems[code] ?? 0) + 1;
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
  const logIn = async (url: string, email: string): Promise<void> => {
    loggingIn.add(email);
    const body = { email, password: PASSWORD };
    const { status, body: answer } = note(await ask(`${url}/api/v1/sessions`, "POST", body));
    loggingIn.delete(email);
    if (status === 201) load.sessions.push(answer.session.id as string);
  };
  /** Tries of one account at the same time count as guesses. */
  const someone = (): string | undefined => {
    const free = [...load.registered.keys()].filter((email) => !loggingIn.has(email));
    return free.length > 0 ? chance.pick(free) : undefined;
  };

  const send = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const url = chance.pick(urls);
      const known = chance.next() < logIns ? someone() : undefined;
      const one = known === undefined ? register(url) : logIn(url, known);
      under.add(one);
      void one.finally(() => under.delete(one));
      await sleep((chance.next() * 2_000) / perSecond);
      if (under.size >= AT_ONCE) await Promise.race(under);
    }
  };
  const askOwn = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const { status, ms } = await ask(`${urls[0]}/health/live`, "GET");
      if (status === 200) slowestOwn = Math.max(slowestOwn, ms);
      await sleep(OWN_EVERY);
    }
  };
  const sending = send();
  const asking = askOwn();
  return load;
}
