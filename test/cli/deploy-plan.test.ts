import { execFile, execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { jumar } from "./support";

const root = join(__dirname, "../..");
const FLAGS = ["--region", "fra", "--domain", "accounts.example.com"];

interface Step {
  name: string;
  why: string;
  commands: string[];
}
type Plan = Record<"setup" | "access" | "updating", Step[]>;

async function planned(...flags: string[]): Promise<{ plan: Plan; commands: string[] }> {
  const { code, stdout, stderr } = await jumar(["deploy", "plan", ...flags, "--json"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const plan = JSON.parse(stdout) as Plan;
  return {
    plan,
    commands: Object.values(plan)
      .flat()
      .flatMap(({ commands }) => commands),
  };
}

describe("jumar deploy plan", () => {
  it("goes from certificates to updating in the order in which it has to be done", async () => {
    const { plan } = await planned(...FLAGS);
    const all = plan.setup.flatMap(({ commands }) => commands).join("\n");
    const places = [
      "openssl rand", "create-ca", "create-node", "create-client root", "fly apps create jumar-cockroach",
      "DB_NODE_KEY", "fly volumes create crdb_data", "fly deploy deploy/cockroachdb", "fly scale vm",
      "put certs/client.root.key", "cockroach init", "CREATE DATABASE jumar", "deploy/rabbitmq",
      "deploy/fly/accounts.toml", "GRANT jumar_jumar_notifier TO notifier_app", "fly apps restart jumar-cockroach",
      "fly scale count 3 --app jumar-cockroach", "deploy/fly/web-gateway.toml", "fly certs add", "jumar users create",
    ].map((text) => [text, all.indexOf(text)] as const); // prettier-ignore
    expect(places.filter(([, place]) => place < 0)).toEqual([]);
    expect(places).toEqual([...places].sort(([, a], [, b]) => a - b));
    expect(plan.access.map(({ commands }) => commands[0])).toContain(
      "fly proxy 8080:8080 --app jumar-cockroach",
    );
    expect(plan.updating[0]?.commands[0]).toContain("deploy/fly/accounts.toml");
  });

  it("fills in the names and regions that are given", async () => {
    const { commands } = await planned(
      ..."--app-prefix acme --org acme-corp --domain id.acme.com".split(" "),
      ..."--region fra --region ams --region arn".split(" "),
    );
    const text = commands.join("\n");
    expect(text).not.toMatch(/jumar-(accounts|cockroach\.|rabbitmq)/);
    expect(text).toContain("fly apps create acme-accounts --org acme-corp");
    expect(text).toContain('"*.vm.acme-cockroach.internal"');
    for (const region of ["fra", "ams", "arn"]) {
      expect(text).toContain(
        `crdb_data --app acme-cockroach --region ${region} --size 10 --count 1`,
      );
    }
    expect(text).toContain("echo https://id.acme.com");
  });

  it("has three nodes of the database however many regions there are", async () => {
    const two = await planned("--region", "fra", "--region", "ams", "--domain", "id.acme.com");
    expect(two.commands.join("\n")).toContain("--region ams --size 10 --count 2");
  });

  it.each([
    ["no region", ["--domain", "id.acme.com"]],
    ["no domain", ["--region", "fra"]],
    ["a region that is none", ["--region", "europe", "--domain", "id.acme.com"]],
    ["a region twice", ["--region", "fra", "--region", "fra", "--domain", "id.acme.com"]],
    ["a domain with a command in it", ["--region", "fra", "--domain", "a.com; rm -rf ~"]],
    ["a domain with a scheme", ["--region", "fra", "--domain", "https://id.acme.com"]],
    ["a prefix with a command in it", [...FLAGS, "--app-prefix", "$(id)"]],
    ["an org with a space", [...FLAGS, "--org", "my org"]],
    ["something that is no flag", [...FLAGS, "--size", "10"]],
  ])("refuses %s", async (_, flags) => {
    const { code, stdout, stderr } = await jumar(["deploy", "plan", ...flags]);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/--(region|domain|app-prefix|org|size)/);
  });

  it("names files that are there", async () => {
    const { commands } = await planned(...FLAGS);
    const files = commands.join("\n").match(/deploy\/[\w./-]+/g) ?? [];
    expect(files.length).toBeGreaterThan(10);
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  describe("run as it is printed, with programs that only note what they are asked", () => {
    const folder = mkdtempSync(join(tmpdir(), "jumar-plan-"));
    const calls: { program: string; args: string[]; input: string }[] = [];
    let printed: string;
    beforeAll(async () => {
      printed = (await jumar(["deploy", "plan", ...FLAGS])).stdout;
      const bin = join(folder, "bin");
      mkdirSync(bin);
      for (const program of ["fly", "docker", "curl"]) {
        writeFileSync(join(bin, program), STAND_IN, { mode: 0o755 });
      }
      mkdirSync(join(folder, "secrets"));
      writeFileSync(
        join(folder, "secrets/smtp-url"),
        "smtps://jumar:hunter2hunter2@mail.example.com\n",
      );
      const script = `${CERTIFICATES}\n${printed}`;
      await promisify(execFile)("bash", ["-c", script], {
        cwd: folder,
        env: { PATH: `${bin}:${process.env.PATH}`, HOME: folder, CALLS: join(folder, "calls") },
      });
      for (const line of readFileSync(join(folder, "calls"), "utf8").trim().split("\n")) {
        calls.push(JSON.parse(line) as (typeof calls)[number]);
      }
    }, 120_000);
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const secretsOf = (app: string): Map<string, string> =>
      new Map(
        calls
          .filter(({ args }) => args.join(" ") === `secrets import --stage --app ${app}`)
          .flatMap(({ input }) => input.trim().split("\n"))
          .map((line) => [line.replace(/=.*/, ""), line.replace(/^[^=]*=/, "")]),
      );

    it("comes to its end, and leaves access and updating for later", () => {
      expect(calls.at(-1)?.args.join(" ")).toContain("users create");
      expect(calls.some(({ args }) => args[0] === "proxy")).toBe(false);
    });

    it("leaves two machines of each service that run, and no standby", () => {
      const machines = machinesAfter(calls.map(({ args }) => args));
      for (const service of ["accounts", "notifier", "search", "audit", "web-gateway"]) {
        expect({ service, ...machines.get(`jumar-${service}`) }).toEqual({
          service,
          running: 2,
          standby: 0,
        });
      }
      expect(machines.get("jumar-cockroach")).toEqual({ running: 3, standby: 0 });
    });

    it("shows no secret: none on the terminal, none among a program's arguments", () => {
      const secrets = readdirSync(join(folder, "secrets"))
        .filter((file) => !file.endsWith(".sql"))
        .map((file) => readFileSync(join(folder, "secrets", file), "utf8").trim());
      expect(secrets.length).toBeGreaterThanOrEqual(9);
      const shown = [printed, ...calls.flatMap(({ args }) => args)].join("\n");
      expect(secrets.filter((secret) => shown.includes(secret))).toEqual([]);
      for (const file of ["secret-key-base", "mq-accounts"]) {
        expect(statSync(join(folder, "secrets", file)).mode & 0o777).toBe(0o600);
      }
    });

    it("gives each app its own logins, and all of them the same key base", () => {
      const accounts = secretsOf("jumar-accounts");
      const search = secretsOf("jumar-search");
      expect(accounts.get("SECRET_KEY_BASE")).toMatch(/^[0-9a-f]{96}$/);
      expect(search.get("SECRET_KEY_BASE")).toBe(accounts.get("SECRET_KEY_BASE"));
      expect(search.get("AMQP_URL")).toMatch(
        /^amqps:\/\/search:[0-9a-f]{48}@jumar-rabbitmq\.internal:5671\/jumar$/,
      );
      expect(search.get("DATABASE_URL")).toBe(
        "postgresql://search_app@top1.nearest.of.jumar-cockroach.internal:26257,jumar-cockroach.internal:26257/jumar",
      );
      expect(secretsOf("jumar-rabbitmq").get("PASSWORD_OF_SEARCH")).toBe(
        new URL(search.get("AMQP_URL")!).password,
      );
      expect(Buffer.from(search.get("DB_CLIENT_CRT")!, "base64").toString()).toContain(
        "client.search_app.crt",
      );
    });

    it("says to SQL what SQL understands", () => {
      const sql = calls
        .flatMap(({ args }) => args)
        .filter((arg) => arg.startsWith("cockroach sql"));
      expect(sql[0]).toContain("--execute='CREATE USER jumar WITH CREATEROLE'");
      expect(readFileSync(join(folder, "secrets/console.sql"), "utf8")).toMatch(
        /^CREATE USER operator WITH PASSWORD '[0-9a-f]{48}'; GRANT SYSTEM ALL TO operator;$/,
      );
    });

    it("makes the broker a certificate of an authority of its own", () => {
      const certs = join(folder, "certs");
      const said = execFileSync(
        "openssl",
        [
          "verify",
          "-CAfile",
          join(certs, "mq-ca.crt"),
          "-verify_hostname",
          "jumar-rabbitmq.internal",
          join(certs, "mq-node.crt"),
        ],
        { encoding: "utf8" },
      );
      expect(said).toContain("OK");
    });
  });
});

/**
 * What Fly.io makes of commands: a first deployment makes two machines, of which, when the app has no address for
 * others, the second is a standby that stays stopped; `--ha=false` makes one. `scale count` counts standbys too.
 */
function machinesAfter(commands: string[][]): Map<string, { running: number; standby: number }> {
  const machines = new Map<string, { running: number; standby: number }>();
  for (const args of commands) {
    const app = args[args.indexOf("--app") + 1] ?? "";
    const there = machines.get(app);
    if (args[0] === "deploy" && !there) {
      const alone = args.includes("--ha=false");
      const reached = app.endsWith("-web-gateway");
      machines.set(app, {
        running: !alone && reached ? 2 : 1,
        standby: !alone && !reached ? 1 : 0,
      });
    }
    if (args[0] === "scale" && args[1] === "count" && there) {
      there.running += Math.max(0, Number(args[2]) - there.running - there.standby);
    }
  }
  return machines;
}

/** Notes its arguments and, of `secrets import` and `sftp`, what it is told on standard input. */
const STAND_IN = `#!${process.execPath}
const { appendFileSync, readFileSync } = require("fs");
const [, program, ...args] = process.argv;
const listens = args.includes("import") || args.includes("sftp");
const input = listens ? readFileSync(0, "utf8") : "";
appendFileSync(process.env.CALLS, JSON.stringify({ program, args, input }) + "\\n");
`;

/** What CockroachDB's tool would leave behind. */
const CERTIFICATES = `mkdir -p certs
for name in ca.crt node.crt node.key client.root.crt client.root.key; do echo "$name" > "certs/$name"; done
for user in jumar notifier_app search_app audit_app web_gateway_app; do
  for end in crt key; do echo "client.$user.$end" > "certs/client.$user.$end"; done
done`;
