import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "./load-config";

/**
 * SECRET_KEY_BASE, or, in development, the one kept in the data folder (made at the first start).
 * Safe when two processes start at once: both end up with the same secret.
 */
export function loadSecretKeyBase(config: Config): string {
  if (config.secretKeyBase !== undefined) return config.secretKeyBase;
  const file = join(config.dataDir, "secret_key_base");
  const kept = readIfThere(file);
  if (kept !== undefined) return kept;

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

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
