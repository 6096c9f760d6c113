import { type FileHandle, open } from "node:fs/promises";
import type { Source } from "./source";

const LINE = /^[0-9A-F]{40}(:\d{1,15})?$/i;
/** In bytes, with its end. */
const LONGEST_LINE = 64;
/** In bytes. What is left of the search is read at once. */
const BLOCK = 4096;
/** How many places are looked at before a file is believed to be sorted. */
const PLACES = 256;

/**
 * A file of lines `HASH:COUNT` in the order of the hashes, as Have I Been Pwned has it. It is searched where
 * it lies, with a read for each halving. Answers with what is wrong with it instead when it is not such a
 * file where it is looked at.
 */
export async function openSortedFile(path: string): Promise<Source | string> {
  const problem = await inFile(path, check);
  if (problem !== undefined) return problem;
  return { has: (hash) => inFile(path, (file, size) => search(file, size, hash)) };
}

/** Opens the file anew each time: it may be replaced by a newer one. */
async function inFile<T>(
  path: string,
  work: (file: FileHandle, size: number) => Promise<T>,
): Promise<T> {
  const file = await open(path, "r");
  try {
    return await work(file, (await file.stat()).size);
  } finally {
    await file.close();
  }
}

async function search(file: FileHandle, size: number, hash: string): Promise<boolean> {
  // A line that has the hash begins at `from` or after it, and before `to`; `from` begins a line.
  let [from, to] = [0, size];
  while (to - from > BLOCK) {
    const line = await lineAfter(file, Math.floor((from + to) / 2));
    if (!line || line.start >= to) break;
    if (line.hash === hash) return true;
    if (line.hash < hash) from = line.start;
    else to = line.start;
  }
  const lines = (await read(file, from, to - from + LONGEST_LINE)).split("\n");
  return lines.some((line) => line.slice(0, hash.length).toUpperCase() === hash);
}

async function check(file: FileHandle, size: number): Promise<string | undefined> {
  const form = "names a file whose lines are not SHA-1 hashes as Have I Been Pwned lists them";
  const first = await read(file, 0, LONGEST_LINE);
  let last = hashOf(first.split("\n", 1)[0] ?? "");
  if (last === undefined) return form;
  let lastStart = 0;
  for (let place = 0; place < PLACES; place += 1) {
    const line = await lineAfter(file, Math.floor((size / PLACES) * place)).catch(() => "wrong");
    if (typeof line === "string") return form;
    if (!line || line.start <= lastStart) continue;
    if (line.hash <= last) return "names a file that is not ordered by hash";
    [last, lastStart] = [line.hash, line.start];
  }
  return undefined;
}

/** The first line that begins after a place; undefined when none does. Throws when it is of another form. */
async function lineAfter(
  file: FileHandle,
  place: number,
): Promise<{ start: number; hash: string } | undefined> {
  const text = await read(file, place, 2 * LONGEST_LINE);
  const end = text.indexOf("\n");
  if (end === -1 && text.length === 2 * LONGEST_LINE) throw new Error("a line is too long");
  const line = text.slice(end + 1).split("\n", 1)[0] ?? "";
  if (end === -1 || line === "") return undefined;
  const hash = hashOf(line);
  if (hash === undefined) throw new Error("a line is not a SHA-1 hash");
  return { start: place + end + 1, hash };
}

function hashOf(line: string): string | undefined {
  const text = line.replace(/\r$/, "");
  return LINE.test(text) ? text.slice(0, 40).toUpperCase() : undefined;
}

async function read(file: FileHandle, place: number, length: number): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, place);
  return buffer.toString("latin1", 0, bytesRead);
}
