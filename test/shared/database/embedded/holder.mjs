// A process that holds an embedded database until its standard input ends, deaf to Ctrl-C:
// node holder.mjs <data folder>. It runs what is built: starting from the sources takes seconds.
import { startEmbedded } from "../../../../dist/shared/database/embedded/index.js";

try {
  const database = await startEmbedded({ dataDir: process.argv[2] ?? "", fast: true });
  process.on("SIGTERM", () => void database.stop().then(() => process.exit(0)));
  process.on("SIGINT", () => undefined);
  process.stdin.on("end", () => process.exit(1)).resume();
  console.log(JSON.stringify({ owned: database.owned, connection: database.connection }));
} catch (error) {
  console.log(JSON.stringify({ code: error.code, message: error.message }));
  process.exit(1);
}
