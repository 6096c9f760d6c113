import { execFile, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { blocksOf, readPage, root } from "../docs/blocks/markdown";
import { leftOut } from "../support/left-out";
import { newDatabase } from "../support/postgresql";
import { freePort } from "../support/processes";
import { createVhost } from "../support/rabbitmq";
import { withRealParts } from "../support/real-parts";

const blocksIn = (language: string): string[] =>
  blocksOf("docs/fleet.md").flatMap((block) => (block.language === language ? [block.code] : []));
const CONFIGURATIONS = ["deploy/development/haproxy.cfg", "deploy/development/prometheus.yml"];
const STEPS = 9;
const END = "trap 'kill $(jobs -p) $(cat fleet/haproxy.pid) 2> /dev/null || true' EXIT";

/** The page with the ports that are free here, and what a second run of the whole suite has too. */
async function withFreePorts(texts: readonly string[]): Promise<string[]> {
  const ports = new Map<string, string>();
  for (const [port] of texts.join("\n").matchAll(/\b(?:400[0-2]|946[4-8]|9091)\b/g)) {
    if (!ports.has(port)) ports.set(port, String(await freePort()));
  }
  return texts.map((text) =>
    [...ports].reduce((to, [from, free]) => to.replaceAll(new RegExp(`\\b${from}\\b`, "g"), free), text),
  ); // prettier-ignore
}

test("uses the database and the virtual host that it has made", () => {
  const [installing = ""] = blocksIn("console");
  const [settings = ""] = blocksIn("sh");
  const role = /create role (\w+) login createrole password '([^']+)'/.exec(installing)!;
  const user = /add_user (\w+) '([^']+)'/.exec(installing)!;
  const database = /createdb --owner \w+ (\w+)/.exec(installing)![1]!;
  expect(settings).toContain(
    `postgresql://${role[1]}:${encodeURIComponent(role[2]!)}@127.0.0.1:5432/${database}`,
  );
  expect(settings).toContain(`amqp://${user[1]}:${user[2]}@127.0.0.1:5672/jumar`);
  expect(installing).toContain("add_vhost jumar");
});

withRealParts("the page about a fleet on one machine", () => {
  it("is true word by word: its commands, run in order, show what they say", async () => {
    const absent = ["haproxy", "prometheus", "openssl"].filter(
      (tool) => spawnSync("sh", ["-c", `command -v ${tool}`]).status !== 0,
    );
    if (absent.length > 0) return leftOut("a fleet on one machine", `no ${absent.join(", ")} here`);

    const folder = mkdtempSync(join(tmpdir(), "jumar-page-"));
    const [database, vhost] = [newDatabase(), await createVhost()];
    try {
      const [haproxy, prometheus, ...blocks] = await withFreePorts([
        ...CONFIGURATIONS.map(readPage),
        ...blocksIn("sh"),
      ]);
      expect(blocks).toHaveLength(STEPS);
      for (const name of ["dist", "node_modules"])
        symlinkSync(join(root, name), join(folder, name));
      cpSync(join(root, "deploy"), join(folder, "deploy"), { recursive: true });
      for (const [n, text] of [haproxy!, prometheus!].entries()) {
        writeFileSync(join(folder, CONFIGURATIONS[n]!), text);
      }
      // Installed and built is the suite itself, whose database and virtual host are others.
      const script = blocks
        .map((block) => `${block}\necho; echo ----`)
        .join("\n")
        .replace(/^npm ci .*\n^npm run build\n/m, "")
        .replace(/^DATABASE_URL=.*$/m, `DATABASE_URL=${database.url}`)
        .replace(/^AMQP_URL=.*$/m, `AMQP_URL=${vhost.url}`);
      expect(script).not.toMatch(/npm |npx |5672\/jumar$/m);
      const { stdout } = await promisify(execFile)(
        "bash",
        ["-euo", "pipefail", "-c", `${END}\n${script}`],
        { cwd: folder, env: { PATH: process.env.PATH, HOME: process.env.HOME } },
      );
      const [, , looked, address, , used, without, watched] = stdout.split("----");
      expect(looked).toContain("RabbitMQ");
      expect(looked).not.toContain("✗");
      expect(address).toContain("ok");
      expect(used).toContain('"confirmed_at":null');
      expect(used).toContain("users/confirm/");
      expect(used).toMatch(/user_\w+ +ada@example\.com/);
      expect(used).toContain("The audit trail is whole");
      expect(without).toContain("ok".repeat(6));
      expect(watched).toMatch(/"result":\[\{"metric":\{\},"value":\[[\d.]+,"4"\]/);
    } finally {
      await Promise.all([database.drop(), vhost.drop()]);
      rmSync(folder, { recursive: true, force: true });
    }
  }, 600_000);
});
