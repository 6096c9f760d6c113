import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { moves } from "../support/metrics/moves";
import { scrape } from "../support/scrape";
import { startTarget } from "../support/target";

it("tell of new passwords that were looked up among those from breaches", async () => {
  const folder = mkdtempSync(join(tmpdir(), "jumar-breached-"));
  const path = join(folder, "by-hash.txt");
  const [leaked, other] = ["tuesday harbour lantern", "lantern harbour tuesday"];
  writeFileSync(path, `${createHash("sha1").update(leaked).digest("hex").toUpperCase()}:5\n`);
  const target = await startTarget({
    JUMAR_BREACHED_PASSWORDS: path,
    // Nobody listens there.
    JUMAR_BREACHED_PASSWORDS_URL: "http://127.0.0.1:1/range",
  });
  try {
    await moves(
      () => scrape(target.opsUrl()),
      [
        'jumar_breach_checks_total{outcome="known"}',
        'jumar_breach_checks_total{outcome="unknown"}',
        'jumar_breach_checks_total{outcome="failed"}',
      ],
      async () => {
        const register = async (password: string) =>
          (await target.client().post("/api/v1/users", { email: "ada@example.com", password }))
            .status;
        expect(await register(leaked)).toBe(422);
        expect(await register(other)).toBe(201);
      },
    );
  } finally {
    await target.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
