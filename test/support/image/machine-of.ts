import { closeSync, openSync, readSync } from "node:fs";

const CPUS = new Map([
  [0x3e, "x64"],
  [0xb7, "arm64"],
]);

/**
 * What kind of machine runs a binary, such as `linux-arm64`, by its first bytes; undefined for what is
 * no binary, and "other" for those of macOS, Windows, FreeBSD and of other processors.
 */
export function machineOf(file: string): string | undefined {
  const start = Buffer.alloc(20);
  const opened = openSync(file, "r");
  readSync(opened, start);
  closeSync(opened);
  if (start.toString("latin1", 0, 4) !== "\x7fELF") return isForeign(start) ? "other" : undefined;
  // 0 and 3 are what Linux's binaries say of their system.
  const linux = [0, 3].includes(start[7]!);
  const cpu = CPUS.get(start.readUInt16LE(18));
  return linux && cpu !== undefined ? `linux-${cpu}` : "other";
}

/** Mach-O, in either order of bytes, or for several processors; or what Windows begins with. */
function isForeign(start: Buffer): boolean {
  const magic = start.readUInt32LE(0);
  if ([0xfeedfacf, 0xfeedface, 0xcffaedfe, 0xcefaedfe, 0xbebafeca].includes(magic)) return true;
  return start.toString("latin1", 0, 2) === "MZ" && start.includes(0);
}
