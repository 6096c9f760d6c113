import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { type Config, ConfigError } from "../../../../shared/config";
import { counter, type Logger, tellOfOutage } from "../../../../shared/observability";
import { openRangeFolder } from "./range-folder";
import { rangeService } from "./range-service";
import { openSortedFile } from "./sorted-file";
import type { Fetch, Source } from "./source";

/** Passwords that became known by breaches of others. */
export interface BreachedPasswords {
  /** Whether a password is among them; not, where nobody can say: nobody waits for that to be mended. */
  has(password: string): Promise<boolean>;
}

const checks = counter(
  "jumar_breach_checks_total",
  "New passwords that were looked up among those from breaches.",
  ["outcome"],
);

/**
 * What the operator's file or folder and service know, in that order; nothing without either. Throws a
 * ConfigError when the file or folder cannot be used.
 */
export async function openBreachedPasswords({
  config,
  log,
  fetchUrl,
}: {
  config: Pick<Config, "breachedPasswords">;
  log: Logger;
  fetchUrl: Fetch;
}): Promise<BreachedPasswords> {
  const { path, url } = config.breachedPasswords;
  const asked: ((hash: string) => Promise<boolean>)[] = [];
  if (path !== undefined) asked.push(openly(await openPath(path), log, "JUMAR_BREACHED_PASSWORDS"));
  if (url !== undefined) {
    asked.push(openly(rangeService(url, fetchUrl), log, "JUMAR_BREACHED_PASSWORDS_URL"));
  }
  return {
    async has(password) {
      const hash = createHash("sha1").update(password).digest("hex").toUpperCase();
      for (const ask of asked) if (await ask(hash)) return true;
      return false;
    },
  };
}

async function openPath(path: string): Promise<Source> {
  const opened = await tryPath(path);
  if (typeof opened !== "string") return opened;
  throw new ConfigError([{ variable: "JUMAR_BREACHED_PASSWORDS", problem: opened }]);
}

async function tryPath(path: string): Promise<Source | string> {
  try {
    const isFolder = (await stat(path)).isDirectory();
    return await (isFolder ? openRangeFolder(path) : openSortedFile(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOENT"
      ? "names a file or folder that is not there"
      : `names a file or folder that cannot be read (${code})`;
  }
}

/** What a source says, counted. One that fails knows nothing, and the log tells of it. */
function openly(source: Source, log: Logger, name: string): (hash: string) => Promise<boolean> {
  const outage = tellOfOutage(log, {
    name,
    away: "new passwords are not compared with those from breaches",
    back: "new passwords are compared with those from breaches again",
  });
  return async (hash) => {
    try {
      const isKnown = await source.has(hash);
      checks.inc({ outcome: isKnown ? "known" : "unknown" });
      outage.back();
      return isKnown;
    } catch (error) {
      checks.inc({ outcome: "failed" });
      outage.away(error);
      return false;
    }
  };
}
