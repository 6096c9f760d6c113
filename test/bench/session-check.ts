import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import autocannon from "autocannon";
import { findEmbedded } from "../../shared/database/embedded";
import { startEmbeddedTarget } from "../support/embedded-target";
import { median } from "./statistics";

/** As the gateway asks, with the driver's own placeholder. */
const SELECT = `
  select s.id as session_id, s.created_at as session_created_at, s.expires_at, s.authenticated_at,
         u.id, u.email, u.role, u.confirmed_at, u.disabled_at, u.created_at, u.updated_at
  from accounts.sessions s join accounts.users u on u.id = s.user_id
  where s.token_hash = $1 and s.expires_at > now() and u.disabled_at is null`;

const ROUNDS = 5;
const SECONDS = 4;
const CONNECTIONS = 32;

/** `GET /session` against a bare http + pg server doing the same select, in turns; requests per second. */
export async function benchSessionCheck(): Promise<object> {
  const target = await startEmbeddedTarget({ LOG_LEVEL: "warn" });
  const server = await findEmbedded(target.dataDir);
  const bare = spawn(
    process.execPath,
    [join(__dirname, "bare-server.mjs"), JSON.stringify(server?.connection), SELECT],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  try {
    const [port] = (await once(bare.stdout, "data")) as [Buffer];
    const client = target.client();
    const credentials = { email: "bench@example.com", password: "correct horse battery staple" };
    await client.post("/api/v1/users", credentials);
    const tokens: string[] = [];
    for (let n = 0; n < CONNECTIONS; n += 1) {
      const login = { ...credentials, credential: "bearer" };
      const { body } = await client.post("/api/v1/sessions", login);
      tokens.push((body as { token: string }).token);
    }
    let next = 0;
    const urls = {
      jumar: `${target.ownUrl()}/api/v1/session`,
      bare: `http://127.0.0.1:${Number(port.toString())}/`,
    };

    const figures: Record<keyof typeof urls, number[]> = { jumar: [], bare: [] };
    const p99: Record<keyof typeof urls, number[]> = { jumar: [], bare: [] };
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const name of ["jumar", "bare"] as const) {
        const result = await autocannon({
          url: urls[name],
          // Each connection is a session of its own.
          setupClient: (connection) => {
            const token = tokens[next++ % tokens.length];
            connection.setHeaders({ authorization: `Bearer ${token}` });
          },
          connections: CONNECTIONS,
          duration: SECONDS,
        });
        if (result.non2xx + result.errors > 0) throw new Error(`${name} failed requests`);
        if (round === 0) continue; // to warm up
        figures[name].push(result.requests.average);
        p99[name].push(result.latency.p99);
      }
    }
    const ratios = figures.jumar.map((value, round) => value / (figures.bare[round] ?? NaN));
    return {
      unit: "requests per second, median of rounds taken in turns",
      connections: CONNECTIONS,
      jumar: median(figures.jumar),
      bare: median(figures.bare),
      ratio: Number(median(ratios).toFixed(3)),
      ratios: ratios.map((ratio) => Number(ratio.toFixed(3))),
      p99_ms: { jumar: median(p99.jumar), bare: median(p99.bare) },
    };
  } finally {
    bare.kill("SIGTERM");
    await target.stop();
  }
}
