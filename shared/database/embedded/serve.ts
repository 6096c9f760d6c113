import type { Binaries } from "./binaries/binaries";
import type { EmbeddedDatabase, EmbeddedOptions } from "./embedded-database";
import { EmbeddedError } from "./embedded-error";
import type { FolderLayout } from "./folder-layout";
import { clusterName, type Postmaster } from "./postmaster";
import { connectionTo, waitUntilReady } from "./readiness";
import { clusterAsSeenByServer, type ServerIdentity } from "./server-identity";
import { openLog } from "./server-log";
import { cleanEnvironment, settingArguments } from "./server-settings";
import { socketFolder } from "./socket-folder";
import { keepSupervised } from "./supervisor/keep-supervised";
import { adoptionOf, supervise } from "./supervisor/supervise";
import type { SupervisorTask } from "./supervisor/supervisor";

export interface Server {
  layout: FolderLayout;
  identity: ServerIdentity;
  binaries: Binaries;
  options: EmbeddedOptions;
}

const patience = 60_000;

/** Starts the server of an owned data folder, or adopts the live one, and waits until it answers. */
export async function serve(
  server: Server,
  adopted: Postmaster | undefined,
): Promise<EmbeddedDatabase> {
  const { layout, options } = server;
  const log = await openLog(layout);
  try {
    const task = adopted ? adoptionOf(layout, adopted) : await newServer(server);
    const connection = connectionTo(await socketFolder(layout.cluster));
    const supervisor = await supervise(layout, log.file.fd, task);
    const state = await waitUntilReady(connection, {
      alive: () => !supervisor.hasEnded(),
      create: true,
      until: Date.now() + patience,
    });
    if (state === "ready")
      return { connection, owned: true, stop: keepSupervised(layout, supervisor, options.onLog) };
    await supervisor.end();
    const reason = state === "late" ? "it did not answer in time" : await log.lastLine();
    throw new EmbeddedError(
      "start_failed",
      `The embedded database did not start: ${reason} (see ${layout.log})`,
    );
  } finally {
    await log.file.close();
  }
}

async function newServer({ layout, identity, binaries, options }: Server): Promise<SupervisorTask> {
  const settings = settingArguments({
    fast: options.fast ?? false,
    maxConnections: options.maxConnections ?? 100,
    clusterName: await clusterName(layout.cluster),
  });
  return {
    command: binaries.postgres,
    args: ["-D", clusterAsSeenByServer(layout.cluster, identity), ...settings],
    options: { cwd: layout.cluster, env: cleanEnvironment, ...identity },
  };
}
