/**
 * A process that holds an embedded database until its standard input ends, deaf to Ctrl-C:
 * node --import tsx holder.ts <data folder>
 */
import { startEmbedded } from "../../../../shared/database/embedded";

async function hold(): Promise<void> {
  const database = await startEmbedded({ dataDir: process.argv[2] ?? "", fast: true });
  process.on("SIGTERM", () => void database.stop().then(() => process.exit(0)));
  process.on("SIGINT", () => undefined);
  process.stdin.on("end", () => process.exit(1)).resume();
  console.log(JSON.stringify({ owned: database.owned, connection: database.connection }));
}

hold().catch((error: unknown) => {
  const { code, message } = error as { code: string; message: string };
  console.log(JSON.stringify({ code, message }));
  process.exit(1);
});
