import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { PASSWORD } from "../services/web-gateway/support";
import { eventually } from "../support/eventually";
import { type Fleet, startFleet } from "../support/fleet";
import { withPart } from "../support/left-out";
import { withRealParts } from "../support/real-parts";

const EXAMPLES = join(__dirname, "../../docs/examples");

/** A program of somebody else's, and what it has said so far. */
interface Program {
  said(): string;
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  end(): Promise<number | null>;
}

/** The Python of this machine that has the AMQP client of the example. */
function findPython(): string | undefined {
  return ["python3", "/usr/bin/python3"].find((python) => {
    try {
      execFileSync(python, ["-c", "import pika"], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  });
}

withRealParts("programs of other people beside a fleet", () => {
  let fleet: Fleet;
  const running = new Set<ChildProcess>();
  beforeAll(async () => {
    fleet = await startFleet({ topology: "lean" });
    const db = await fleet.database();
    await db.raw("create table customers (user_id text, email text)");
    await db.raw("create table gifts (user_id text, earned_at timestamptz)");
    await db.raw("create table letters (user_id text, order_number text)");
  });
  afterAll(async () => {
    for (const child of running) child.kill("SIGKILL");
    await fleet.stop();
  });

  async function startProgram(
    command: string,
    args: string[],
    ready: string,
    env: Record<string, string> = {},
  ): Promise<Program> {
    const child = spawn(command, args, {
      env: { ...process.env, ...fleet.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(child);
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
    }
    const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
    void ended.then(() => running.delete(child));
    const end = async (signal: NodeJS.Signals): Promise<number | null> => {
      child.kill(signal);
      return await ended;
    };
    await eventually(() => {
      if (child.exitCode !== null) throw new Error(said);
      return said.includes(ready);
    });
    return {
      said: () => said,
      async kill() {
        await end("SIGKILL");
      },
      end: () => end("SIGTERM"),
    };
  }
  const example = (name: string, ready: string, env = {}): Promise<Program> =>
    startProgram(process.execPath, ["--import", "tsx", join(EXAMPLES, name)], ready, env);

  async function register(email: string): Promise<string> {
    const answer = await fleet.client().post("/api/v1/users", { email, password: PASSWORD });
    expect(answer.status).toBe(201);
    return answer.body.user.id as string;
  }
  async function confirm(email: string): Promise<string> {
    const id = await register(email);
    const [mail] = await eventually(async () => {
      const mails = await fleet.mailTo(email);
      return mails.length > 0 && mails;
    });
    const token = mail!.links[0]!.split("/").at(-1);
    expect((await fleet.client().post("/api/v1/confirmations", { token })).status).toBe(200);
    return id;
  }
  async function column(table: string, name: string): Promise<string[]> {
    const db = await fleet.database();
    const rows = await db.table(table).select<Record<string, string>[]>(name);
    return rows.map((row) => row[name]!).sort();
  }

  it("billing sees every registration exactly once, also those while it was killed", async () => {
    const start = () => example("billing.ts", "billing hears of every user");
    const before = await start();
    await register("one@example.com");
    await eventually(async () => (await column("customers", "email")).length === 1);

    await before.kill();
    await register("two@example.com");
    const after = await start();
    await register("three@example.com");
    await eventually(async () => (await column("customers", "email")).length >= 3);
    const emails = ["one@example.com", "three@example.com", "two@example.com"];
    expect(await column("customers", "email")).toEqual(emails);
    expect(await after.end()).toBe(0);
  });

  it("Moleculer services in a process of their own hear on both tiers, each as it promises", async () => {
    const start = () => example("own-process.ts", "started successfully");
    const before = await start();
    // The platform has to learn of them first: the event bus keeps nothing for who is not there.
    let people = 0;
    await eventually(async () => {
      await register(`bus-${(people += 1)}@example.com`);
      return before.said().includes(": bus-");
    });
    const users = [await confirm("gift-1@example.com")];
    await eventually(async () => (await column("gifts", "user_id")).length === 1);
    await eventually(() => before.said().includes(": gift-1@example.com"));
    expect(before.said().match(/: gift-1@example\.com/g)).toHaveLength(1);

    await before.kill();
    users.push(await confirm("gift-2@example.com"));
    const after = await start();
    users.push(await confirm("gift-3@example.com"));
    await eventually(async () => (await column("gifts", "user_id")).length >= 3);
    expect(await column("gifts", "user_id")).toEqual(users.sort());
    expect(after.said()).not.toContain("gift-2@example.com");
    expect(await after.end()).toBe(0);
  });

  it("letters are ordered outside of a transaction, again after a failure, and noted once", async () => {
    const orders: string[] = [];
    const printer = createServer((request, response) => {
      orders.push(String(request.headers["idempotency-key"]));
      response.statusCode = orders.length === 1 ? 500 : 200;
      response.end(`order ${orders.length}`);
    });
    await new Promise<void>((resolve) => printer.listen(0, "127.0.0.1", resolve));
    const { port } = printer.address() as AddressInfo;
    const url = { PRINTER_URL: `http://127.0.0.1:${port}` };
    const letters = await example("letters.ts", "letters are printed", url);
    const user = await confirm("letter@example.com");
    expect(
      await eventually(async () => {
        const numbers = await column("letters", "order_number");
        return numbers.length > 0 && numbers;
      }),
    ).toEqual(["order 2"]);
    expect(await column("letters", "user_id")).toEqual([user]);
    expect(new Set(orders).size).toBe(1);
    expect(letters.said()).toContain("failed 1 times: the printer answered 500");
    expect(await letters.end()).toBe(0);
    printer.close();
  });

  const python = findPython();
  const absent = "no python3 has pika here (apt-get install python3-pika)";
  withPart("the example in Python", python === undefined ? absent : undefined, () => {
    it("hears every event of its types, also those while it was killed", async () => {
      const start = () =>
        startProgram(
          python ?? "",
          [join(EXAMPLES, "subscribe.py")],
          "newsletter hears of user.confirmed",
        );
      const before = await start();
      const first = await confirm("python-1@example.com");
      await eventually(() => before.said().includes(`user.confirmed ${first} 2 {}`));
      expect(before.said()).not.toContain("user.registered");

      await before.kill();
      const second = await confirm("python-2@example.com");
      const after = await start();
      await eventually(() => after.said().includes(`user.confirmed ${second} 2 {}`));
      await after.kill();
    });
  });
});
