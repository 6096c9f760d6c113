import { execFileSync } from "node:child_process";
import { type EmbeddedTarget, startEmbeddedTarget } from "../support/embedded-target";
import { eventually } from "../support/eventually";

const PASSWORD = "correct horse battery staple";
const ROUNDS = 3;

/**
 * The rule: a registration that was answered with success has its user, mail, audit entry and search
 * document exactly once, whatever was killed when; one without an answer has all of them or none.
 */
describe("kill -9 of everything in the middle of registrations", () => {
  let target: EmbeddedTarget;
  beforeAll(async () => {
    target = await startEmbeddedTarget({ LOG_LEVEL: "warn" });
  });
  afterAll(async () => {
    await target.stop();
  });

  it("leaves every answered registration with its effects exactly once", async () => {
    const asked: string[] = [];
    const answered: string[] = [];
    let killing = false;

    const register = async (address: string): Promise<void> => {
      asked.push(address);
      try {
        const { status } = await target
          .client()
          .post("/api/v1/users", { email: address, password: PASSWORD });
        if (status === 201) answered.push(address);
      } catch (error) {
        if (!killing) throw error;
      }
    };
    const load = async (round: number, worker: number): Promise<void> => {
      for (let i = 0; !killing; i += 1) await register(`r${round}w${worker}i${i}@example.com`);
    };

    for (let round = 0; round < ROUNDS; round += 1) {
      killing = false;
      const answeredBefore = answered.length;
      const loads = [0, 1, 2, 3].map((worker) => load(round, worker));
      await eventually(() => answered.length > answeredBefore + 10 + Math.random() * 30);
      killing = true;
      killEverythingOf(target.dataDir);
      await Promise.all(loads);
      await target.kill();
      await target.start();
    }

    expect(answered.length).toBeGreaterThan(30);
    const db = await target.database();
    const users = await rows<{ id: string; email: string }>("select id, email from accounts.users");
    const everywhere = await eventually(async () => {
      const found = {
        users: users.length,
        mails: (await rows("select 1 from notifier.deliveries where status = 'sent'")).length,
        audit: (await rows("select 1 from audit.entries where type = 'user.registered'")).length,
        documents: (await rows("select 1 from search.documents")).length,
      };
      return Object.values(found).every((n) => n >= users.length) && found;
    });
    process.stdout.write(
      `killed ${ROUNDS} times: ${asked.length} asked, ${answered.length} answered, found ` +
        `${JSON.stringify(everywhere)}\n`,
    );

    expect(everywhere).toEqual({
      users: users.length,
      mails: users.length,
      audit: users.length,
      documents: users.length,
    });
    const addresses = users.map(({ email }) => email);
    expect(answered.filter((address) => !addresses.includes(address))).toEqual([]);
    expect(addresses.filter((address) => !asked.includes(address))).toEqual([]);
    for (const address of answered) expect(await target.mailTo(address)).toHaveLength(1);

    async function rows<T>(sql: string): Promise<T[]> {
      return (await db.raw<{ rows: T[] }>(sql)).rows;
    }
  });

  it("sends the mail of a request that was answered just before", async () => {
    const email = "asked.and.killed@example.com";
    await target.client().post("/api/v1/users", { email, password: PASSWORD });
    await eventually(async () => (await target.mailTo(email)).length === 1);
    const asked = await target.client().post("/api/v1/password-reset-requests", { email });
    killEverythingOf(target.dataDir);
    expect(asked.status).toBe(202);
    await target.kill();
    await target.start();
    const mails = await eventually(async () => {
      const found = await target.mailTo(email);
      return found.length > 1 && found;
    });
    expect(mails[0]?.links[0]).toContain("/users/reset_password/");
    const db = await target.database();
    const { rows } = await db.raw<{ rows: unknown[] }>("select 1 from accounts.mail_requests");
    expect(rows).toEqual([]);
  });
});

/** Every process that has to do with the data folder: the platform, its PostgreSQL, whoever watches it. */
function killEverythingOf(dataDir: string): void {
  const list = execFileSync("ps", ["-eww", "-o", "pid=,args="], { encoding: "utf8" });
  for (const line of list.split("\n").filter((text) => text.includes(dataDir))) {
    try {
      process.kill(Number.parseInt(line, 10), "SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}
