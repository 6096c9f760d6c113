import { readFileSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";

const IN_MEMORY = "/dev/shm";
/** In bytes: several times what a run has there at once. */
const ROOM = 2 ** 31;

/**
 * Where a run keeps its files: in memory where there is room, else where temporary files are. The database
 * of each test is 500 files that are soon deleted, for which a disk takes many times the processor time.
 */
export function placeOfRun() {
  return hasRoom() && mayRunPrograms() ? IN_MEMORY : tmpdir();
}

function hasRoom() {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    return bavail * bsize >= ROOM;
  } catch {
    return false;
  }
}

// Some tests put programs there.
function mayRunPrograms() {
  const mounts = readFileSync("/proc/mounts", "utf8").split("\n");
  const mounted = mounts.map((line) => line.split(" ")).filter(([, at]) => at === IN_MEMORY);
  return mounted.every(([, , , options]) => !options.split(",").includes("noexec"));
}
