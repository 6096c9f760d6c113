import { appendFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { processorTime } from "../run/processor-time.cjs";

/** What all files of a run share: each is started when the first of them asks for it. */
export type PartName = "cluster" | "database" | "package" | "platform";

interface Answer {
  part?: unknown;
  problem?: string;
}

/** A part as the process has it that keeps it. */
export interface Part {
  /** What those who ask are told. */
  about: object;
  stop(): Promise<void>;
}

/** Offers a part to the processes of this run, at a socket in a folder; resolves with what stops it. */
export async function offerPart(
  folder: string,
  name: PartName,
  start: () => Promise<Part>,
): Promise<() => Promise<void>> {
  let started: Promise<Part> | undefined;
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    started ??= measured(`making the ${name}`, start);
    started.then(
      ({ about }) => socket.end(JSON.stringify({ part: about } satisfies Answer)),
      (error: unknown) => socket.end(JSON.stringify({ problem: String(error) } satisfies Answer)),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(join(folder, name), resolve);
  });
  server.unref();
  process.env.TEST_PARTS = folder;
  return async () => {
    server.close();
    const part = await started?.catch(() => undefined);
    // Children are counted when they end, with all that they have done.
    if (part) await measured(`the ${name} that files share`, () => part.stop());
  };
}

/** Notes the processor seconds of the children that ended meanwhile, when those are asked for. */
async function measured<T>(name: string, work: () => Promise<T>): Promise<T> {
  const before = processorTime().children;
  const start = Date.now();
  const result = await work();
  const place = process.env.TEST_TIMING;
  if (place === undefined) return result;
  const line = { name, own: 0, children: processorTime().children - before };
  appendFileSync(place, `${JSON.stringify({ ...line, wall: (Date.now() - start) / 1_000 })}\n`);
  return result;
}

/** What is told about a part, once it is there. */
export async function askForPart<About>(name: PartName): Promise<About> {
  const folder = process.env.TEST_PARTS;
  if (folder === undefined) throw new Error("jest has to run with test/support/global-setup.ts");
  const answer = JSON.parse(await text(connect(join(folder, name)))) as Answer;
  if (answer.problem !== undefined) throw new Error(answer.problem);
  return answer.part as About;
}
