import type { ConnectionSettings, Database } from "../../shared/database";
import { createTestDatabase } from "../support/database";
import {
  cleanUp,
  jumar,
  newDataDir,
  type Outcome,
  type Running,
  startJumar,
  urlOf,
} from "./support";

/** A platform that runs while commands are given beside it. */
export interface Beside {
  env: Record<string, string>;
  platform: Running;
  db: Database;
  settings: ConnectionSettings;
  run(...args: string[]): Promise<Outcome>;
  /** Runs a command with --json to its good end and reads what it printed. */
  json<T>(...args: string[]): Promise<T>;
  /** Signs somebody up over HTTP, which is quicker than a command, and answers their id. */
  register(email: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startBeside(more: Record<string, string> = {}): Promise<Beside> {
  const database = await createTestDatabase();
  const env = { DATABASE_URL: urlOf(database.settings), JUMAR_DATA_DIR: newDataDir(), ...more };
  const platform = startJumar(["start"], env);
  await platform.until("Jumar is ready");
  const run = (...args: string[]) => jumar(args, env);
  return {
    env,
    platform,
    db: database.of("test"),
    settings: database.settings,
    run,
    async json<T>(...args: string[]) {
      const { code, stdout, stderr } = await run(...args, "--json");
      if (code !== 0) throw new Error(`jumar ${args.join(" ")} failed: ${stderr}`);
      return JSON.parse(stdout) as T;
    },
    async register(email) {
      const url = /ready on (http:\S+)/.exec(platform.stdout())?.[1] ?? "";
      const response = await fetch(`${url}/api/v1/users`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ email, password: "a password of some length" }),
      });
      return ((await response.json()) as { user: { id: string } }).user.id;
    },
    async stop() {
      platform.child.kill("SIGTERM");
      await platform.ended;
      await cleanUp();
      await database.drop();
    },
  };
}
