import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "amqplib";
import { createLogger } from "../../shared/observability";
import { createBroker, createMember } from "../../shared/service";
import { createSigner } from "../../shared/signing";
import { newDatabase } from "../support/postgresql";
import { freePort } from "../support/processes";
import { createVhost, TEST_AMQP_URL } from "../support/rabbitmq";
import { withRealParts } from "../support/real-parts";
import { jumar } from "./support";

interface Finding {
  part: string;
  state: string;
  detail: string;
  remedy?: string;
}

describe("jumar doctor", () => {
  const dataDir = mkdtempSync(join(tmpdir(), "jumar-doctor-"));
  afterAll(() => {
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function examine(env: Record<string, string>, args: string[] = []) {
    const { code, stdout, stderr } = await jumar(["doctor", "--json", ...args], {
      JUMAR_DATA_DIR: dataDir,
      ...env,
    });
    expect(stderr).toBe("");
    const findings = JSON.parse(stdout) as Finding[];
    return { code, of: (part: string) => findings.find((finding) => finding.part === part) };
  }

  it("is content with a fresh clone, where nothing runs and nothing is configured", async () => {
    const { code, of } = await examine({});
    expect(code).toBe(0);
    expect(of("configuration")?.state).toBe("ok");
    expect(of("database")?.state).toBe("not used");
    expect(of("broker")?.state).toBe("not used");
    expect(of("mail")?.state).toBe("not used");
  });

  it("names what is wrong with the configuration, and never a secret", async () => {
    const { code, stdout, stderr } = await jumar(["doctor"], {
      PORT: "many",
      SECRET_KEY_BASE: "hunter2",
    });
    expect(code).toBe(1);
    expect(stdout).toContain("PORT must be a whole number");
    expect(stdout).toContain("SECRET_KEY_BASE must have at least 64 characters");
    expect(stdout + stderr).not.toContain("hunter2");
  });

  it("says what does not answer, and what to do", async () => {
    const nobody = await freePort();
    const { code, of } = await examine({
      DATABASE_URL: `postgresql://u:hunter2@127.0.0.1:${nobody}/jumar`,
      AMQP_URL: `amqp://u:hunter2@127.0.0.1:${nobody}`,
      SMTP_URL: `smtp://127.0.0.1:${nobody}`,
    });
    expect(code).toBe(1);
    for (const part of ["database", "broker", "mail"]) {
      expect(of(part)).toMatchObject({ state: "problem", remedy: expect.stringContaining("_URL") });
      expect(JSON.stringify(of(part))).not.toContain("hunter2");
    }
  });

  withRealParts("with real parts", () => {
    it("says that RabbitMQ refuses the password", async () => {
      const url = new URL(TEST_AMQP_URL);
      url.password = "wrong";
      const { code, of } = await examine({ AMQP_URL: url.href });
      expect(code).toBe(1);
      expect(of("broker")?.detail).toContain("refused to let us in");
    });

    it("names the node of a cluster that is away, and goes on with one that is there", async () => {
      const vhost = await createVhost();
      try {
        const away = `127.0.0.1:${await freePort()}`;
        const AMQP_URL = vhost.url.replace("@", `@${away},`);
        const { code, of } = await examine({ AMQP_URL });
        expect(code).toBe(1);
        expect(of("broker")).toMatchObject({
          state: "problem",
          detail: expect.stringMatching(
            `^RabbitMQ .* on ${new URL(vhost.url).host}; ${away} cannot be reached`,
          ) as string,
          remedy: expect.stringContaining("majority") as string,
        });
        expect(of("queues")?.state).toBe("ok");
      } finally {
        await vhost.drop();
      }
    });

    it("says that nobody made the vhost, or the database", async () => {
      const url = new URL(TEST_AMQP_URL);
      url.pathname = "/nobody-made-it";
      const database = newDatabase();
      const { code, of } = await examine({ AMQP_URL: url.href, DATABASE_URL: database.url });
      expect(code).toBe(1);
      expect(of("broker")).toMatchObject({
        detail: expect.stringContaining("AMQP_URL names a vhost that does not exist") as string,
        remedy: expect.stringContaining("rabbitmqctl add_vhost") as string,
      });
      expect(of("database")).toMatchObject({
        detail: "the database that DATABASE_URL names does not exist",
        remedy: "`jumar migrate` creates it",
      });
    });

    it("names a queue that RabbitMQ would soon drop events of, by its management API", async () => {
      const limits: Record<string, unknown> = {
        audit: { delivery_limit: 20, arguments: {} },
        notifier: { arguments: { "x-delivery-limit": -1 }, effective_policy_definition: {} },
        search: { arguments: {}, effective_policy_definition: { "delivery-limit": 3 } },
      };
      const api = createServer(({ url = "" }, response) => {
        response.end(JSON.stringify(limits[url.split("jumar.").at(-1) ?? ""]));
      }).listen(0, "127.0.0.1");
      await once(api, "listening");
      const vhost = await createVhost();
      const connection = await connect(vhost.url);
      try {
        const channel = await connection.createChannel();
        for (const name of Object.keys(limits)) {
          const args = { "x-queue-type": "quorum" };
          await channel.assertQueue(`jumar.${name}`, { durable: true, arguments: args });
        }
        const { port } = api.address() as AddressInfo;
        const place = ["--management-url", `http://127.0.0.1:${port}`];
        const { of } = await examine({ AMQP_URL: vhost.url }, place);
        expect(of("redelivery")).toMatchObject({
          state: "problem",
          detail: expect.stringContaining("audit 20, notifier none, search 3") as string,
          remedy: expect.stringContaining("raise the delivery limit of search") as string,
        });
      } finally {
        await connection.close();
        await vhost.drop();
        api.close();
      }
    });

    it("names a queue of another type than declared, and what to do", async () => {
      const vhost = await createVhost();
      const connection = await connect(vhost.url);
      try {
        const channel = await connection.createChannel();
        const args = { "x-queue-type": "classic" };
        await channel.assertQueue("jumar.search", { durable: true, arguments: args });
        const { code, of } = await examine({ AMQP_URL: vhost.url });
        expect(code).toBe(1);
        expect(of("queues")).toMatchObject({
          state: "problem",
          detail: "the queue jumar.search is there with x-queue-type classic",
          remedy: expect.stringContaining(
            `\`rabbitmqctl delete_queue jumar.search --vhost ${vhost.name}\``,
          ) as string,
        });
      } finally {
        await connection.close();
        await vhost.drop();
      }
    });

    it("is content once the database is migrated, and says so when it is not", async () => {
      const database = newDatabase();
      const env = { DATABASE_URL: database.url, AMQP_URL: TEST_AMQP_URL };
      try {
        expect((await examine(env)).of("database")?.state).toBe("problem");
        await jumar(["migrate"], env);
        const { code, of } = await examine(env);
        expect(code).toBe(0);
        expect(of("migrations")).toMatchObject({ state: "ok", detail: "up to date" });
        expect(of("broker")?.detail).toContain("RabbitMQ");
        expect(of("outbox")?.state).toBe("ok");
      } finally {
        await database.drop();
      }
    });

    it("names processes that do not know each other's calls, and itself", async () => {
      const vhost = await createVhost();
      const [ours, theirs] = ["our secret, of the fleet ", "another secret, of nobody "].map(
        (text) => text.repeat(4),
      ) as [string, string];
      const log = createLogger({ level: "silent", pretty: false });
      const brokers = [ours, ours, theirs].map((secret, n) =>
        createBroker({
          log,
          middlewares: [],
          services: [`part-${n}`],
          amqpUrl: vhost.url,
          member: createMember(createSigner(secret)),
        }),
      );
      try {
        await Promise.all(brokers.slice(0, 2).map((broker) => broker.start()));
        const env = { AMQP_URL: vhost.url, SECRET_KEY_BASE: ours };
        expect((await examine(env)).of("fleet")).toMatchObject({
          state: "ok",
          detail: "2 processes run, and all know each other's calls",
        });
        const mine = await examine({ ...env, SECRET_KEY_BASE: theirs });
        expect(mine.of("fleet")?.detail).toBe(
          "2 processes run; this environment has another SECRET_KEY_BASE",
        );
        await brokers[2]?.start();
        const { code, of } = await examine(env);
        expect(code).toBe(1);
        expect(of("fleet")?.detail).toMatch(
          /^3 processes run; part-2-\S+ has another SECRET_KEY_BASE$/,
        );
      } finally {
        await Promise.all(brokers.map((broker) => broker.stop()));
        await vhost.drop();
      }
    });

    it("does not start with a password that RabbitMQ refuses, and says why in one line", async () => {
      const database = newDatabase();
      const url = new URL(TEST_AMQP_URL);
      url.password = "hunter2";
      try {
        const { code, stdout, stderr } = await jumar(["start", "audit", "--migrate"], {
          DATABASE_URL: database.url,
          AMQP_URL: url.href,
          OPS_PORT: "0",
          LOG_LEVEL: "error",
        });
        expect(code).toBe(1);
        expect(stdout).toBe("");
        expect(stderr).toContain("AMQP_URL is refused by RabbitMQ");
        expect(stderr.trim().split("\n")).toHaveLength(1);
        expect(stderr).not.toContain("hunter2");
      } finally {
        await database.drop();
      }
    });
  });
});
