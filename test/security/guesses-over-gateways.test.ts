import { type Answer, type Gateway, PASSWORD, startGateway } from "../services/web-gateway/support";
import { hiddenFieldsOf } from "../support/forms";

const AT_ONCE = 50;
const WRONG = "not the password";

let first: Gateway;
let gateways: Gateway[];
beforeAll(async () => {
  first = await startGateway({
    config: {
      trustedProxies: ["127.0.0.1"],
      addressLimits: { logIns: 10, signUps: 5, mailRequests: 5 },
    },
  });
  const { trustedProxies, addressLimits } = first.deps.config;
  const second = await startGateway({ beside: first, config: { trustedProxies, addressLimits } });
  gateways = [first, second];
});
afterAll(async () => {
  for (const gateway of [...gateways].reverse()) await gateway.stop();
});

const post = (path: string, body: object, { at = 0, from = "192.0.2.1" } = {}): Promise<Answer> =>
  gateways[at % gateways.length]!.ask("POST", `/api/v1${path}`, {
    headers: { "x-forwarded-for": from },
    body,
  });
const atOnce = (ask: (n: number) => Promise<Answer>, count = AT_ONCE): Promise<Answer[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => ask(n)));

function statuses(answers: Answer[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

let addresses = 0;
function newAddress(): string {
  addresses += 1;
  return `198.51.${addresses >> 8}.${addresses & 255}`;
}

let people = 0;
/** The address of a new account. */
async function signUp(): Promise<string> {
  const email = `person${(people += 1)}@example.com`;
  const { status } = await post("/users", { email, password: PASSWORD }, { from: newAddress() });
  if (status !== 201) throw new Error(`not signed up: ${status}`);
  return email;
}

/** Lets time pass for the limits of accounts; what is less than nothing makes pauses longer. */
async function pass(seconds: number): Promise<void> {
  await first.platform.database
    .of("accounts")
    .raw(`update accounts.limits set next_at = next_at - ? * interval '1 second'`, [seconds]);
}

describe("guesses at one password, spread over gateways and addresses", () => {
  it("are five of fifty at once, and one of fifty at the end of each pause", async () => {
    const email = await signUp();
    let failed = 0;
    const pause = (): number => 2 ** (failed - 5);
    const guessAtOnce = async (count: number): Promise<void> => {
      const since = performance.now();
      const seen = statuses(
        await atOnce((n) =>
          post("/sessions", { email, password: WRONG }, { at: n, from: newAddress() }),
        ),
      );
      const compared = seen[401] ?? 0;
      expect(seen).toEqual({ 401: compared, 429: AT_ONCE - compared });
      // A slow machine gives the pauses that follow time to end, too; each makes the next longer.
      const first = 2 ** (failed + count - 5);
      const late = Math.floor(Math.log2((performance.now() - since) / 1_000 / first + 1));
      expect(compared).toBeGreaterThanOrEqual(count);
      expect(compared).toBeLessThanOrEqual(count + late);
      failed += compared;
    };
    await guessAtOnce(5);
    for (let round = 0; round < 3; round += 1) {
      await pass(pause());
      await guessAtOnce(1);
    }
    await pass(pause());
    const owner = await post("/sessions", { email, password: PASSWORD }, { at: 1 });
    expect(owner.status).toBe(201);
  });

  it("are counted together by whatever door they come: the API or the page", async () => {
    const email = await signUp();
    const form = async (password: string): Promise<Answer> => {
      const from = newAddress();
      const path = "/users/log_in";
      const shown = await first.ask("GET", path, { headers: { accept: "text/html" } });
      const fields = { ...hiddenFieldsOf(shown.text, path), email, password };
      return await first.ask("POST", path, {
        headers: {
          accept: "text/html",
          "x-forwarded-for": from,
          "content-type": "application/x-www-form-urlencoded",
          "sec-fetch-site": "same-origin",
          cookie: (shown.headers["set-cookie"] ?? []).map((line) => line.split(";")[0]).join("; "),
        },
        body: new URLSearchParams(fields).toString(),
      });
    };
    for (let n = 0; n < 3; n += 1)
      await post("/sessions", { email, password: WRONG }, { at: n, from: newAddress() });
    for (let n = 0; n < 2; n += 1) expect((await form(WRONG)).status).toBe(401);
    await pass(-60);
    const stopped = [await post("/sessions", { email, password: PASSWORD }), await form(PASSWORD)];
    for (const { status, headers } of stopped) {
      expect(status).toBe(429);
      expect(Number(headers["retry-after"])).toBeGreaterThan(50);
    }
    await pass(61);
    expect((await form(PASSWORD)).status).toBe(303);
  });

  it("are told from right ones: many people log in from one address at many gateways", async () => {
    const emails: string[] = [];
    for (let n = 0; n < 8; n += 1) emails.push(await signUp());
    for (let round = 0; round < 3; round += 1) {
      const answers = await atOnce(
        (n) => post("/sessions", { email: emails[n], password: PASSWORD }, { at: n }),
        emails.length,
      );
      expect(statuses(answers)).toEqual({ 201: emails.length });
    }
    const { headers } = await post("/sessions", { email: emails[0], password: PASSWORD });
    expect(headers["ratelimit-policy"]).toBe('"log-in";q=10;w=900');
    expect(headers.ratelimit).toMatch(/^"log-in";r=10;t=\d+$/);
  });
});

describe("guesses at many passwords from one network, spread over gateways", () => {
  it.each([
    ["an IPv4 address", () => "203.0.113.7"],
    ["an IPv6 /64", (n: number) => `2001:db8:0:7:${n.toString(16)}::${n}`],
    ["an IPv4 address in every spelling", (n: number) => (n % 2 ? "203.0.113.8" : "::ffff:203.0.113.8")], // prettier-ignore
  ])("are ten of fifty at once from %s", async (_, from) => {
    const answers = await atOnce((n) =>
      post("/sessions", { email: `x${n}@example.com`, password: WRONG }, { at: n, from: from(n) }),
    );
    expect(statuses(answers)).toEqual({ 401: 10, 429: AT_ONCE - 10 });
    for (const { status, headers } of answers) {
      if (status !== 429) continue;
      expect(Number(headers["retry-after"])).toBeGreaterThan(600);
      expect(headers.ratelimit).toMatch(/^"log-in";r=0;t=\d+$/);
    }
  });

  it("leave the neighbouring networks alone, and the accounts that were guessed at", async () => {
    const email = await signUp();
    const from = "203.0.113.20";
    await atOnce((n) => post("/sessions", { email: `y${n}@example.com`, password: WRONG }, { at: n, from })); // prettier-ignore
    for (let n = 0; n < 20; n += 1) {
      const stopped = await post("/sessions", { email, password: WRONG }, { at: n, from });
      expect(stopped.status).toBe(429);
    }
    const neighbour = "203.0.113.21";
    const owner = await post("/sessions", { email, password: PASSWORD }, { from: neighbour });
    expect(owner.status).toBe(201);
  });
});

describe("what one client address may only do so often, spread over gateways", () => {
  it("signs up so many and no more, whatever came of it", async () => {
    const from = newAddress();
    const answers = await atOnce(
      (n) =>
      post("/users", { email: `many${n % 4}.${from}@example.com`, password: PASSWORD }, { at: n, from }), // prettier-ignore
    );
    expect(statuses(answers)[429]).toBe(AT_ONCE - 5);
    expect(statuses(answers)[201]).toBeLessThanOrEqual(4);
    for (const { headers } of answers) {
      expect(headers["ratelimit-policy"]).toBe('"sign-up";q=5;w=3600');
      expect(headers.ratelimit).toMatch(/^"sign-up";r=[0-4];t=\d+$/);
    }
  });

  it("asks for so many mails and no more, of both kinds together, for known and unknown addresses alike", async () => {
    const email = await signUp();
    for (const [n, asked] of [email, `nobody.${email}`].entries()) {
      const from = newAddress();
      const paths = ["/confirmation-requests", "/password-reset-requests"];
      const answers = await atOnce((m) => post(paths[m % 2]!, { email: asked }, { at: n + m, from })); // prettier-ignore
      expect(statuses(answers)).toEqual({ 202: 5, 429: AT_ONCE - 5 });
    }
  });

  it("is not done while nobody can count it", async () => {
    const email = await signUp();
    const { db } = gateways[1]!.deps;
    const pool = db.client as { acquireConnection(): Promise<unknown> };
    const acquire = pool.acquireConnection;
    const away = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    pool.acquireConnection = () => Promise.reject(away);
    try {
      const answers = [
        await post("/sessions", { email, password: PASSWORD }, { at: 1, from: newAddress() }),
        await post("/users", { email: "a@example.com", password: PASSWORD }, { at: 1 }),
      ];
      for (const { status, headers, json } of answers) {
        expect({ status, code: json.code as string }).toEqual({ status: 503, code: "unavailable" });
        expect(headers["retry-after"]).toBe("1");
      }
    } finally {
      pool.acquireConnection = acquire;
    }
  });
});
