import { execFile, execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { faultOfJumar } from "../docs/blocks/commands";
import { last, stagesOf, words } from "../support/image/dockerfile";

const folder = join(__dirname, "../../deploy");
const read = (file: string): string => readFileSync(join(folder, file), "utf8");
const images = ["Dockerfile", "cockroachdb/Dockerfile", "rabbitmq/Dockerfile"];
const scripts = ["build.sh", ...["cockroachdb", "rabbitmq"].flatMap((part) =>
  readdirSync(join(folder, part)).filter((file) => file.endsWith(".sh")).map((file) => `${part}/${file}`),
)]; // prettier-ignore

describe("the images", () => {
  it.each(images)("%s is made of exact versions", (file) => {
    for (const stage of stagesOf(read(file))) {
      expect(last(stage, "FROM")).toMatch(
        /^(--platform=\$BUILDPLATFORM )?[\w/-]+:v?\d+\.\d+\.\d+\S*( AS \w+)?$/,
      );
    }
  });

  it.each(["cockroachdb", "rabbitmq"])("%s has the files that are copied into it", (part) => {
    const [stage = []] = stagesOf(read(`${part}/Dockerfile`));
    const copied = stage
      .filter(({ name }) => name === "COPY")
      .flatMap(({ text }) =>
        text
          .split(" ")
          .filter((word) => !word.startsWith("--"))
          .slice(0, -1),
      );
    expect(copied.length).toBeGreaterThan(1);
    expect(copied.filter((file) => !existsSync(join(folder, part, file)))).toEqual([]);
  });

  it("Jumar's is not root, runs `jumar server`, and says how it is by the ops port", () => {
    const final = stagesOf(read("Dockerfile")).at(-1)!;
    expect(last(final, "USER")).toBe("1000:1000");
    expect(words(last(final, "ENTRYPOINT"))).toEqual(["tini", "--", "jumar"]);
    expect(words(last(final, "CMD"))).toEqual(["server"]);
    expect(faultOfJumar("server")).toBeUndefined();
    expect(last(final, "HEALTHCHECK")).toContain("/health/live");
    expect(last(final, "ENV")).toContain("NODE_ENV=production");
    expect(last(final, "STOPSIGNAL")).toBe("SIGTERM");
  });

  it("Jumar's health check is a program that works", async () => {
    const [, check] = last(stagesOf(read("Dockerfile")).at(-1)!, "HEALTHCHECK")!.split(" CMD ");
    const [, ...args] = words(check);
    const nobody = promisify(execFile)(process.execPath, args, { env: { OPS_PORT: "1" } });
    await expect(nobody).rejects.toMatchObject({ code: 1 });
  });
});

describe("the scripts", () => {
  it.each(scripts)("%s can be run and is understood by the shell", (file) => {
    expect(statSync(join(folder, file)).mode & 0o111).not.toBe(0);
    execFileSync("bash", ["-n", join(folder, file)]);
    expect(read(file)).toMatch(/^set -eu/m);
  });

  describe("that starts a node of CockroachDB", () => {
    const home = mkdtempSync(join(tmpdir(), "jumar-cockroach-"));
    const env = {
      FLY_APP_NAME: "jumar-cockroach",
      FLY_MACHINE_ID: "17811953c92e18",
      FLY_REGION: "fra",
      DB_CA_CRT: Buffer.from("ca").toString("base64"),
      DB_NODE_CRT: Buffer.from("node").toString("base64"),
      DB_NODE_KEY: Buffer.from("key").toString("base64"),
    };
    beforeAll(() => {
      mkdirSync(join(home, "bin"));
      const standIn = '#!/bin/sh\nprintf "%s\\n" "$@"; env | grep ^DB_ || true\n';
      writeFileSync(join(home, "bin/cockroach"), standIn, { mode: 0o755 });
    });
    afterAll(() => rmSync(home, { recursive: true, force: true }));
    const start = (settings: Record<string, string>, script = "start-secure.sh") =>
      execFileSync(join(folder, "cockroachdb", script), {
        env: { PATH: `${home}/bin:${process.env.PATH}`, HOME: home, ...settings },
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      });

    it("unpacks the certificates, joins the others, and passes no secret on", () => {
      const said = start(env);
      expect(readFileSync(join(home, ".cockroach-certs/node.key"), "utf8")).toBe("key");
      expect(statSync(join(home, ".cockroach-certs/node.key")).mode & 0o777).toBe(0o600);
      for (const flag of [
        "--locality=region=fra",
        "--join=jumar-cockroach.internal",
        "--advertise-addr=17811953c92e18.vm.jumar-cockroach.internal:26257",
        "--cluster-name=jumar-cockroach",
      ]) {
        expect(said.split("\n")).toContain(flag);
      }
      expect(said).not.toContain("DB_");
      expect(said).not.toContain("--insecure");
    });

    it.each(["DB_CA_CRT", "DB_NODE_CRT", "DB_NODE_KEY", "FLY_APP_NAME"])(
      "says that %s is missing",
      (name) => {
        const { [name as keyof typeof env]: _, ...rest } = env;
        expect(() => start(rest)).toThrow(name);
      },
    );

    it("lets nobody in without certificates on Fly.io, and only this machine elsewhere", () => {
      expect(() => start(env, "start-insecure.sh")).toThrow("start-secure.sh");
      expect(start({}, "start-insecure.sh")).toContain("--listen-addr=127.0.0.1:26257");
    });
  });

  it("that makes RabbitMQ's definitions refuses a short password, and shows none", () => {
    const render = (password: string) =>
      execFileSync(
        join(folder, "rabbitmq/render-definitions.sh"),
        [join(folder, "rabbitmq/definitions.json")],
        {
          env: { PATH: process.env.PATH, PASSWORD_OF_SEARCH: password },
          encoding: "utf8",
          stdio: ["ignore", "pipe", "pipe"],
        },
      );
    expect(() => render("hunter2")).toThrow("PASSWORD_OF_SEARCH");
    const password = "f".repeat(48);
    const { users } = JSON.parse(render(password)) as {
      users: { name: string; password_hash: string }[];
    };
    expect(render(password)).not.toContain(password);
    for (const { name, password_hash } of users)
      expect(password_hash !== "").toBe(name === "search");
  });
});
