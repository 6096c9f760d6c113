import { setTimeout as sleep } from "node:timers/promises";
import type { Balancer, Sent } from "../faults/balancer";
import { PASSWORD } from "../faults/load";
import type { Chance } from "../faults/random";

/** What people did at a platform, and what it answered. */
export interface Journeys {
  /** The user's id by address. */
  readonly registered: Map<string, string>;
  readonly refused: string[];
  /** Ids of sessions. */
  readonly sessions: string[];
  /** Addresses of those who have changed their password. */
  readonly changed: string[];
  /** What was answered otherwise than it should be, or not at all. */
  readonly failures: string[];
  readonly statuses: Record<string, number>;
  stop(): Promise<void>;
}

/** Of more failures than this no more can be learnt. */
const MANY = 20;
const NEW_PASSWORD = "another horse, another battery";

/** So many at once register, log in, look, change their password, log in with it and log out. */
export function startJourneys(
  balancer: Balancer,
  { clients, chance }: { clients: number; chance: Chance },
): Journeys {
  let going = true;
  const journeys: Journeys = {
    registered: new Map(),
    refused: [],
    sessions: [],
    changed: [],
    failures: [],
    statuses: {},
    async stop() {
      going = false;
      await Promise.all(players);
    },
  };

  const play = async (client: number): Promise<void> => {
    let cookie: string | undefined;
    const send = async (method: string, path: string, wanted: number, body?: unknown) => {
      const sent = await balancer.send(method, `/api/v1${path}`, body, cookie);
      const { status, error, body: text } = sent;
      journeys.statuses[status] = (journeys.statuses[status] ?? 0) + 1;
      if (status !== wanted && journeys.failures.length < MANY) {
        const when = new Date().toISOString();
        journeys.failures.push(`${when} ${error ?? `${method} ${path}: ${status} ${text}`}`);
      }
      await sleep(chance.between(0, 60));
      return sent;
    };
    const logIn = async (email: string, password: string): Promise<void> => {
      const sent = await send("POST", "/sessions", 201, { email, password });
      if (sent.status === 201) journeys.sessions.push(idIn(sent, "session"));
      cookie = cookieOf(sent);
    };

    for (let n = 0; going; n += 1) {
      const email = `journey.${client}.${n}@example.com`;
      const account = { email, password: PASSWORD };
      cookie = undefined;
      const sent = await send("POST", "/users", 201, account);
      if (sent.status === 201) journeys.registered.set(email, idIn(sent, "user"));
      await logIn(email, PASSWORD);
      await send("GET", "/session", 200);
      const passwords = {
        current_password: PASSWORD,
        password: NEW_PASSWORD,
        password_confirmation: NEW_PASSWORD,
      };
      const change = await send("PUT", "/me/password", 200, passwords);
      if (change.status === 200) journeys.changed.push(email);
      cookie = cookieOf(change) ?? cookie;
      await send("GET", "/session", 200);
      await logIn(email, NEW_PASSWORD);
      await send("DELETE", "/session", 204);
    }
  };
  const players = Array.from({ length: clients }, (_, client) => play(client));
  return journeys;
}

function idIn({ body }: Sent, part: "user" | "session"): string {
  return (JSON.parse(body) as Record<typeof part, { id: string }>)[part].id;
}

function cookieOf({ cookies }: Sent): string | undefined {
  return cookies[0]?.split(";")[0];
}
