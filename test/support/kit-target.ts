import { loadConfig } from "../../shared/config";
import { connect, type Database, settingsFromUrl } from "../../shared/database";
import { type JumarOptions, startJumar } from "../../shared/testing";
import { doorsOf, type Target } from "./target";

/** A platform that the test kit starts, as something that flows are played against. */
export async function startKitTarget(options: JumarOptions = {}): Promise<Target> {
  const jumar = await startJumar({ ...options, env: { LOG_LEVEL: "debug", ...options.env } });
  const { url, env, databaseUrl } = jumar;
  let pool: Database | undefined;
  return {
    ...doorsOf(url, env),
    mailTo: jumar.mails.to,
    output: jumar.output,
    database() {
      const settings = settingsFromUrl(loadConfig({ DATABASE_URL: databaseUrl }));
      return Promise.resolve((pool ??= connect({ settings, service: "test", poolSize: 4 })));
    },
    async stop() {
      await pool?.destroy();
      await jumar.stop();
    },
  };
}
