import { randomBytes } from "node:crypto";
import { type Answer, type Gateway, PASSWORD, startGateway } from "../services/web-gateway/support";
import { say } from "../support/consumers/say";
import { passMailTime } from "../support/mail-limits";

const PAIRS = 150;
const SHUFFLES = 2_000;
/** In ms; less cannot be told over a network. */
const TOLERABLE = 1;
/** One in a thousand honest runs would be taken for a difference, and has a second try. */
const SIGNIFICANT = 0.001;

describe("finding out which addresses have an account", () => {
  let gateway: Gateway;
  let known: string[];
  beforeAll(async () => {
    // Heavy enough that a password that is not compared would be told by the time.
    const argon2 = { memoryCost: 4_096, timeCost: 2, parallelism: 1 };
    const addressLimits = { logIns: 100_000, signUps: 100_000, mailRequests: 100_000 };
    gateway = await startGateway({ config: { argon2, addressLimits } });
    known = [];
    for (let n = 0; n < PAIRS; n += 1) known.push((await gateway.signUp()).email);
    // The mails of the registrations do not stand in the way of those that are asked for here.
    await passMailTime(gateway.platform.database.of("accounts"), 120);
  });
  afterAll(() => gateway.stop());

  /** Of the same length as another, and nobody's. */
  const unknownLike = (email: string): string => {
    const [name = "", domain = ""] = email.split("@");
    return `${randomBytes(name.length).toString("hex").slice(0, name.length)}@${domain}`;
  };

  const requests: Record<string, (email: string) => Promise<Answer>> = {
    "logging in": (email) => post("/api/v1/sessions", { email, password: `not ${PASSWORD}` }),
    "asking for a new password": (email) => post("/api/v1/password-reset-requests", { email }),
    "asking for a confirmation": (email) => post("/api/v1/confirmation-requests", { email }),
  };
  const post = (path: string, body: object): Promise<Answer> =>
    gateway.ask("POST", path, {
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });

  it.each(Object.keys(requests))("by the answers to %s shows nothing", async (name) => {
    const ask = requests[name]!;
    const email = (await gateway.signUp()).email;
    const one = shownBy(await ask(email));
    const other = shownBy(await ask(unknownLike(email)));
    expect(one).toEqual(other);
  });

  it.each(Object.keys(requests))(
    "by the time of answers to %s shows nothing",
    async (name) => {
      for (const last of [false, true]) {
        const { known: yes, unknown: no, control } = await measure(requests[name]!);
        const found = compare(yes, no);
        const same = compare(no, control);
        say(name, { known: told(found), control: told(same) });
        if (isAlike(found)) return;
        // Where even unknown ones differ from each other it is the machine that is not quiet.
        if (last && isAlike(same)) expect(found).toEqual("alike");
      }
    },
    300_000,
  );

  /** Asks for a known address, an unknown and another unknown one, in turns and in changing order. */
  async function measure(ask: (email: string) => Promise<Answer>) {
    const times = { known: [] as number[], unknown: [] as number[], control: [] as number[] };
    for (const [n, email] of known.entries()) {
      const kinds: (keyof typeof times)[] = ["known", "unknown", "control"];
      const turns = [...kinds.slice(n % 3), ...kinds.slice(0, n % 3)];
      for (const kind of n % 2 ? turns : turns.reverse()) {
        const address = kind === "known" ? email : unknownLike(email);
        const since = performance.now();
        const { status } = await ask(address);
        times[kind].push(performance.now() - since);
        expect([202, 401]).toContain(status);
      }
    }
    return times;
  }
});

interface Comparison {
  /** Of the pairs' medians, in ms. */
  difference: number;
  p: number;
}

function isAlike({ difference, p }: Comparison): boolean {
  return Math.abs(difference) < TOLERABLE || p >= SIGNIFICANT;
}

/** A permutation test of pairs: how often would chance alone set them as far apart? */
function compare(one: number[], other: number[]): Comparison {
  const differences = one.map((time, n) => time - (other[n] ?? NaN));
  const difference = median(differences);
  let asFar = 0;
  for (let n = 0; n < SHUFFLES; n += 1) {
    const shuffled = differences.map((value) => (Math.random() < 0.5 ? value : -value));
    if (Math.abs(median(shuffled)) >= Math.abs(difference)) asFar += 1;
  }
  return { difference, p: (asFar + 1) / (SHUFFLES + 1) };
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

function told({ difference, p }: Comparison): string {
  return `${difference.toFixed(3)} ms apart, p = ${p.toFixed(3)}`;
}

/** All that a client sees, but for what names the request or counts down. */
function shownBy({ status, headers, text }: Answer): object {
  const { date: _, ratelimit, "x-request-id": id, ...rest } = headers;
  return {
    status,
    headers: rest,
    limit: String(ratelimit).split(";")[0],
    length: text.length,
    idLength: String(id).length,
    text: text.replaceAll(String(id), ""),
  };
}
