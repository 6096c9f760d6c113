import { join } from "node:path";
import type { FolderLayout } from "../folder-layout";
import { recordSupervisor } from "../ownership";
import type { Postmaster } from "../postmaster";
import { openLog } from "../server-log";
import { launchSupervisor, type Supervisor, type SupervisorTask } from "./supervisor";

/**
 * Gives a task to a new supervisor, which is on record before it starts anything, so no kill can hide
 * it from a next owner.
 */
export async function supervise(
  layout: FolderLayout,
  logFd: number,
  task: SupervisorTask,
): Promise<Supervisor> {
  const supervisor = await launchSupervisor(logFd);
  // Adopting starts nothing that could be lost; a kill before it would leave the server to nobody.
  const adopts = "adopt" in task;
  if (adopts) supervisor.begin(task);
  try {
    await recordSupervisor(layout, supervisor.id);
  } catch (error) {
    await supervisor.end();
    throw error;
  }
  if (!adopts) supervisor.begin(task);
  return supervisor;
}

/** The task of watching and ending a server that already runs. */
export function adoptionOf(layout: FolderLayout, { pid }: Postmaster): SupervisorTask {
  return { adopt: pid, pidFile: join(layout.cluster, "postmaster.pid") };
}

/** Gives a server that lost its supervisor a new one. */
export async function superviseAgain(
  layout: FolderLayout,
  orphan: Postmaster,
): Promise<Supervisor> {
  const { file } = await openLog(layout);
  try {
    return await supervise(layout, file.fd, adoptionOf(layout, orphan));
  } finally {
    await file.close();
  }
}
