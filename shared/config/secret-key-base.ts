import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "./load-config";

/**
 * SECRET_KEY_BASE, or, in development, the one kept in the data folder (made at the first start).
 * Safe when two processes start at once: both end up with the same secret.
 */
export function loadSecretKeyBase(config: Config): string {
  const found = findSecretKeyBase(config);
  if (found !== undefined) return found;
  const file = fileOf(config);

  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, randomBytes(48).toString("hex"), { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    unlinkSync(draft);
  }
  return readFileSync(file, "utf8").trim();
}

/** The secret that `loadSecretKeyBase` would answer with, if there is one yet. */
export function findSecretKeyBase(config: Config): string | undefined {
  return config.secretKeyBase ?? readIfThere(fileOf(config));
}

function fileOf({ dataDir }: Config): string {
  return join(dataDir, "secret_key_base");
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
