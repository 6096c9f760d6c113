import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, runJumar } from "../support/processes";
import { withRealParts } from "../support/real-parts";
import { TEST_AMQP_URL } from "../support/rabbitmq";
import { newDatabase } from "../support/postgresql";

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

  async function examine(env: Record<string, string>) {
    const { code, output } = await runJumar(["doctor", "--json"], {
      JUMAR_DATA_DIR: dataDir,
      ...env,
    });
    const findings = JSON.parse(output) as Finding[];
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
    const { code, output } = await runJumar(["doctor"], {
      PORT: "many",
      SECRET_KEY_BASE: "hunter2",
    });
    expect(code).toBe(1);
    expect(output).toContain("PORT must be a whole number");
    expect(output).toContain("SECRET_KEY_BASE must have at least 64 characters");
    expect(output).not.toContain("hunter2");
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

    it("is content once the database is migrated, and says so when it is not", async () => {
      const database = newDatabase();
      const env = { DATABASE_URL: database.url, AMQP_URL: TEST_AMQP_URL };
      try {
        expect((await examine(env)).of("database")?.state).toBe("problem");
        await runJumar(["migrate"], env);
        const { code, of } = await examine(env);
        expect(code).toBe(0);
        expect(of("migrations")).toMatchObject({ state: "ok", detail: "up to date" });
        expect(of("broker")?.detail).toContain("RabbitMQ");
        expect(of("outbox")?.state).toBe("ok");
      } finally {
        await database.drop();
      }
    });

    it("does not start with a password that RabbitMQ refuses, and says why in one line", async () => {
      const database = newDatabase();
      const url = new URL(TEST_AMQP_URL);
      url.password = "hunter2";
      try {
        const { code, output } = await runJumar(["start", "audit", "--migrate"], {
          DATABASE_URL: database.url,
          AMQP_URL: url.href,
          OPS_PORT: "0",
          LOG_LEVEL: "error",
        });
        expect(code).toBe(1);
        expect(output).toContain("AMQP_URL is refused by RabbitMQ");
        expect(output.trim().split("\n")).toHaveLength(1);
        expect(output).not.toContain("hunter2");
      } finally {
        await database.drop();
      }
    });
  });
});
