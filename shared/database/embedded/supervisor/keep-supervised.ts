import type { FolderLayout } from "../folder-layout";
import { releaseOwnership } from "../ownership";
import { findPostmaster, removeSocket } from "../postmaster";
import { removeSocketFolder } from "../socket-folder";
import { superviseAgain } from "./supervise";
import type { Supervisor } from "./supervisor";

/**
 * Keeps a running server supervised, also when its supervisor is killed, and gives the data folder up
 * when the server itself ended. Returns the function that stops both, which may be called twice.
 */
export function keepSupervised(
  layout: FolderLayout,
  first: Supervisor,
  onLog: (line: string) => void = () => undefined,
): () => Promise<void> {
  let supervisor: Supervisor | undefined = first;
  let stopped: Promise<void> | undefined;
  let recovery: Promise<void> = Promise.resolve();

  const recover = async () => {
    const orphan = await findPostmaster(layout.cluster);
    if (orphan) {
      watch((supervisor = await superviseAgain(layout, orphan)));
      return;
    }
    supervisor = undefined; // from here on the folder may be another owner's
    onLog(`the embedded database ended unexpectedly, see ${layout.log}`);
    await releaseOwnership(layout);
  };

  const watch = (watched: Supervisor) => {
    void watched.ended.then(() => {
      if (stopped) return;
      recovery = recover().catch((error: unknown) => {
        onLog(`the embedded database is not supervised: ${String(error)}`);
      });
    });
  };

  const stop = async () => {
    await recovery;
    if (!supervisor) return;
    await supervisor.end();
    const orphan = await findPostmaster(layout.cluster); // its supervisor was killed just now
    if (orphan) await (await superviseAgain(layout, orphan)).end();
    await removeSocket(layout.cluster);
    await removeSocketFolder(layout.cluster);
    await releaseOwnership(layout);
  };

  watch(first);
  return () => (stopped ??= stop());
}
