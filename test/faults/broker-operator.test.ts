import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { connect } from "amqplib";
import { eventually } from "../support/eventually";
import { runJumar } from "../support/processes";
import { createVhost, type Vhost } from "../support/rabbitmq";
import { withRealParts } from "../support/real-parts";
import { startTarget } from "../support/target";

const run = promisify(execFile);
const ctl = (...args: string[]) => run("rabbitmqctl", ["--quiet", ...args]);

interface Definitions {
  permissions: { user: string; configure: string; write: string; read: string }[];
}

withRealParts("the operator of deploy/rabbitmq/definitions.json", () => {
  let vhost: Vhost;
  beforeAll(async () => {
    vhost = await createVhost();
    const text = readFileSync("deploy/rabbitmq/definitions.json", "utf8");
    const { permissions } = JSON.parse(text) as Definitions;
    const rights = permissions.find(({ user }) => user === "operator");
    if (!rights) throw new Error("there is no operator");
    await ctl("add_user", vhost.name, "a password");
    const patterns = [rights.configure, rights.write, rights.read];
    await ctl("set_permissions", "-p", vhost.name, vhost.name, ...patterns);
  });
  afterAll(async () => {
    await ctl("delete_user", vhost.name);
    await vhost.drop();
  });

  const operatorUrl = (): string => {
    const url = new URL(vhost.url);
    [url.username, url.password] = [vhost.name, "a password"];
    return url.href;
  };

  it("sees by `jumar doctor` how much waits for a subscriber", async () => {
    const connection = await connect(vhost.url);
    const channel = await connection.createChannel();
    const args = { "x-queue-type": "quorum" };
    await channel.assertQueue("jumar.search", { durable: true, arguments: args });
    await connection.close();
    const { output } = await runJumar(["doctor"], { AMQP_URL: operatorUrl() });
    expect(output).toContain("messages that wait: search 0");
  });

  it("replays events, and lists, retries and discards dead letters of a running fleet", async () => {
    const target = await startTarget({ AMQP_URL: vhost.url });
    const connection = await connect(vhost.url);
    try {
      const channel = await connection.createChannel();
      await channel.assertQueue("jumar.own", { durable: true });
      const operate = async (...args: string[]): Promise<string> => {
        const { code, output } = await runJumar(args, { ...target.env, AMQP_URL: operatorUrl() });
        expect({ args, code, output }).toMatchObject({ code: 0 });
        return output;
      };
      await operate("users", "create", "ada@example.com");
      const db = await target.database();
      const heard = "select 1 from search.inbox where type = 'user.registered' and status = 'done'";
      await eventually(async () => (await db.raw<{ rows: unknown[] }>(heard)).rows.length === 1);

      expect(await operate("events", "replay", "--to", "search")).toContain("0 new, ");
      const own = ["--to", "own", "--type", "user.registered"];
      await operate("events", "replay", ...own);
      expect((await channel.checkQueue("jumar.own")).messageCount).toBe(1);

      await db.raw(
        `update search.inbox set status = 'dead', last_error = 'Error: no', attempts = 6,
           envelope = '{"specversion":"1.0"}' where type = 'user.registered'`,
      );
      const [, id = ""] = /(event_\w+)/.exec(await operate("dead-letters", "list")) ?? [];
      expect(await operate("dead-letters", "show", id)).toContain("Error: no");
      expect(await operate("dead-letters", "retry", id)).toContain("tries 1 event again");
      const again = "select 1 from search.inbox where status = 'dead'";
      await eventually(async () => (await db.raw<{ rows: unknown[] }>(again)).rows.length === 1);
      expect(await operate("dead-letters", "discard", id)).toContain(`Discarded ${id}`);
      expect(await operate("audit", "verify")).toContain("is whole");
    } finally {
      await connection.close();
      await target.stop();
    }
  });
});
