import { readFile } from "node:fs/promises";
import { type Checkpoint, checkpoint as schema } from "../../shared/contracts";
import { CommandError } from "../command-error";

export interface CheckpointFile {
  file: string;
  checkpoint: Checkpoint;
}

/** Reads what `jumar audit checkpoint` has printed. Throws a CommandError for anything else. */
export async function readCheckpoints(files: readonly string[]): Promise<CheckpointFile[]> {
  return await Promise.all(
    files.map(async (file) => {
      const text = await readFile(file, "utf8").catch((error: unknown) => {
        const { code, message } = error as NodeJS.ErrnoException;
        throw new CommandError(`${file} cannot be read (${code ?? message})`);
      });
      return { file, checkpoint: parse(file, text) };
    }),
  );
}

function parse(file: string, text: string): Checkpoint {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new CommandError(`${file} is no JSON; give it what \`jumar audit checkpoint\` printed`);
  }
  const { success, data } = schema.safeParse(value);
  if (!success) {
    throw new CommandError(`${file} is no checkpoint of version 1, or was changed`);
  }
  return data;
}
