import { opendir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { hasRest, PREFIX_LENGTH } from "./range-lines";
import type { Source } from "./source";

const NAME = /^[0-9A-F]{5}(\.txt)?$/;
/** A whole folder has a million files. */
const LOOKED_AT = 16;

/**
 * A folder of the answers of `/range`, each in a file of its name (`00000.txt` or `00000`). Answers with what
 * is wrong with it instead when it has none, or one of those looked at is not of their form.
 */
export async function openRangeFolder(path: string): Promise<Source | string> {
  const names: string[] = [];
  for await (const { name } of await opendir(path)) {
    if (NAME.test(name)) names.push(name);
    if (names.length === LOOKED_AT) break;
  }
  if (names.length === 0) return "names a folder without ranges such as 00000.txt";
  for (const name of names) {
    try {
      hasRest(await readFile(join(path, name), "latin1"), "");
    } catch {
      return `names a folder whose ${name} is not a range of SHA-1 hashes`;
    }
  }
  return {
    async has(hash) {
      const range = await readRange(join(path, hash.slice(0, PREFIX_LENGTH)));
      return hasRest(range, hash.slice(PREFIX_LENGTH));
    },
  };
}

async function readRange(path: string): Promise<string> {
  for (const name of [`${path}.txt`, path]) {
    try {
      return await readFile(name, "latin1");
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // The error itself has the name of the file, which is a part of the hash.
      if (code !== "ENOENT") throw new Error(`a range cannot be read (${code})`);
    }
  }
  throw new Error("the folder lacks a range");
}
