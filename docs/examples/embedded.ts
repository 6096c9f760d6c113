/*
 * Jumar inside a program of your own: it starts the platform, calls it without HTTP, hears an event, and
 * stops it. Settings come from the environment as for `jumar start`; without any, the database is
 * embedded and everything stays in this process.
 */
import { createLogger, loadConfig, onReport, report, start } from "jumar";
import { on, userRegistered } from "jumar/events";
import { decodeTypeId } from "jumar/ids";
import type { SubscribingSchema } from "jumar/service";
import type { ServiceSchema } from "moleculer";

const log = createLogger({ level: "warn", pretty: false });
// Everything that should not have happened, also inside the platform: a place for Sentry and its like.
onReport(({ error, message }) => console.error(`reported: ${message} (${error.name})`));

let greeted: () => void;
const greeting = new Promise<void>((resolve) => (greeted = resolve));
const greeter: ServiceSchema & SubscribingSchema = {
  name: "greeter",
  subscribe: [
    on(userRegistered, async (_service, { data }) => {
      console.log(`heard of ${data.email}`);
      greeted();
    }),
  ],
};

async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const platform = await start({ config, log, guests: [greeter], migrate: true });
  try {
    const { user } = await platform.call.accounts.register({
      email: "ada@example.com",
      password: "a long and unusual password",
    });
    console.log(
      `registered ${user.email}, a UUID of ${decodeTypeId(user.id, "user").length} letters`,
    );
    await greeting;
  } finally {
    await platform.stop();
  }
  console.log("stopped");
}

main().catch((error: unknown) => {
  report(log, error, { message: "the program failed" });
  process.exitCode = 1;
});
