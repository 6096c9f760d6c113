import { createWriteStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfig } from "../../shared/config";
import {
  connect,
  type ConnectionSettings,
  type Database,
  settingsFromUrl,
} from "../../shared/database";
import { askForPart, type Part } from "./run-parts";
import { doorsOf, type Login, logInAs, newAdmin, startTarget, type Target } from "./target";

/** How often one address may log in with a wrong password, sign up and ask for mails on it. */
export const PER_ADDRESS = 10;

/** What a file is told about the platform that all files of a run share. */
interface SharedPlatform {
  url: string;
  env: Record<string, string>;
  connection: ConnectionSettings;
  admin: Login;
  /** The file with everything it has printed. */
  outputFile: string;
}

/** A platform that others use at the same time: what is theirs may be seen, and is to be left alone. */
export interface SharedTarget extends Target {
  env: Readonly<Record<string, string>>;
}

/** Starts it, for `offerPart`. */
export async function startSharedPlatform(folder: string): Promise<Part> {
  const limit = String(PER_ADDRESS);
  const target = await startTarget({
    LOG_LEVEL: "warn",
    TRUSTED_PROXIES: "127.0.0.1,::1",
    JUMAR_LOG_INS_PER_ADDRESS: limit,
    JUMAR_SIGN_UPS_PER_ADDRESS: limit,
    JUMAR_MAIL_REQUESTS_PER_ADDRESS: limit,
  });
  const { url, env, stop } = target;
  const outputFile = join(folder, "platform.log");
  target.process().child.stdout?.pipe(createWriteStream(outputFile));
  const connection = settingsFromUrl(loadConfig({ DATABASE_URL: env.DATABASE_URL }));
  const admin = await newAdmin(url, env);
  return { about: { url, env, connection, admin, outputFile } satisfies SharedPlatform, stop };
}

/** The platform that the files of this run share. `stop` lets go of it. */
export async function sharedTarget(): Promise<SharedTarget> {
  const { url, env, connection, admin, outputFile } = await askForPart<SharedPlatform>("platform");
  let pool: Database | undefined;
  return {
    ...doorsOf(url, env),
    env,
    admin: () => logInAs(url, admin),
    output: () => readFileSync(outputFile, "utf8"),
    database: () =>
      Promise.resolve((pool ??= connect({ settings: connection, service: "test", poolSize: 4 }))),
    async stop() {
      await pool?.destroy();
    },
  };
}
