import { type Described, described } from "../support/api/described";
import { type Answered, type Asked, sendAsked } from "../support/api/send";
import { validRequests } from "../support/api/valid-requests";
import { createWorld, type World } from "../support/api/world";
import { createChance } from "../support/faults/random";
import { mutate, sweepOf } from "../support/mutations/mutate";
import { type SharedTarget, sharedTarget } from "../support/shared-platform";
import { faultsOf } from "./check-answer";

const RANDOM = 1_000;
const AT_ONCE = 4;
/** In ms. Wanted are 250 at most; what is asserted is that nothing hangs, on a busy machine too. */
const LONGEST = 20_000;

let target: SharedTarget;
let world: World;
beforeAll(async () => {
  target = await sharedTarget();
  world = createWorld(target);
});
afterAll(async () => {
  world.end();
  await target.stop();
});

it("answers thousands of mutated requests to all operations as the document says, quickly", async () => {
  const chance = createChance();
  const rounds = Math.ceil(RANDOM / described.length);
  const sweep = described.flatMap((operation) =>
    sweepOf(operation).map((mutation) => [operation, mutation] as const),
  );
  const random = Array<typeof described>(rounds)
    .fill(described)
    .flat()
    .map((one) => [one, (asked: Asked) => mutate(asked, chance, one)] as const);
  const waiting = [...sweep, ...random];
  expect(waiting.length).toBeGreaterThan(2_000);
  const valid = createValidRequests(world);
  const problems: unknown[] = [];
  const statuses = new Map<number, number>();
  let slowest: { took: number; about: string } = { took: 0, about: "" };

  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [operation, mutation] = next;
      const asked = mutation(await valid.take(operation));
      const headers = { ...world.elsewhere(), ...asked.headers };
      const answer = await sendAsked(world.url, operation, { ...asked, headers });
      valid.used(operation, answer);
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      const about = `${operation.method} ${operation.path}: ${answer.status}`;
      if (answer.took > slowest.took) slowest = { took: answer.took, about };
      const faults = faultsIn(operation, asked, answer);
      if (faults.length > 0) problems.push(describeProblem(operation, asked, answer, faults));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));

  const counted = [...statuses.values()].reduce((sum, count) => sum + count, 0);
  const counts = [...statuses].sort(([a], [b]) => a - b).map((pair) => pair.join(" × "));
  process.stdout.write(
    `${counted} mutated requests: seed ${chance.seed}, slowest ${slowest.took.toFixed(0)} ms (${slowest.about}), ` +
      `statuses ${counts.join(", ")}\n`,
  );
  expect({ seed: chance.seed, problems: problems.slice(0, 5) }).toEqual({
    seed: chance.seed,
    problems: [],
  });
  expect(slowest.took).toBeLessThan(LONGEST);
  // Some have to get through, or nothing behind the first check was reached.
  expect([...statuses.keys()].filter((status) => status < 300).length).toBeGreaterThan(1);
}, 300_000);

/** What is wrong with an answer: what no request may be answered with, or what the document does not know. */
function faultsIn(operation: Described, asked: Asked, answer: Answered): string[] {
  if (answer.status >= 500) return [`${answer.status}`];
  const isElsewhere = operation.pathParams.some((name) => !isOneSegment(asked.path?.[name] ?? ""));
  if (isElsewhere && [400, 404, 405].includes(answer.status)) return [];
  return faultsOf(operation, answer);
}

/** Whether a path that has this in it is that of the operation still. */
function isOneSegment(text: string): boolean {
  return /^[^/\\%\0-\x1f\x7f]+$/.test(text) && !/^\.{1,2}$/.test(text);
}

/** Valid requests, used until one has succeeded or was one too many: then it may be valid no more. */
function createValidRequests(from: World) {
  const kept = new Map<string, Promise<Asked>>();
  return {
    take(operation: Described): Promise<Asked> {
      const asked = kept.get(operation.id) ?? make(operation);
      kept.set(operation.id, asked);
      return asked;
    },
    used(operation: Described, { status }: Answered): void {
      const isDone = operation.method !== "GET" && status < 300;
      if (isDone || status === 429) kept.delete(operation.id);
    },
  };

  async function make(operation: Described): Promise<Asked> {
    const asked = await validRequests[operation.id]!(from);
    const isList = operation.operation.parameters?.some(({ name }) => name === "cursor");
    if (!isList) return asked;
    const query = { ...(asked.query as Record<string, string>), limit: "1" };
    const { json } = await sendAsked(from.url, operation, { ...asked, query });
    const cursor = json.next_cursor as string | null;
    return cursor === null ? asked : { ...asked, query: { ...query, cursor } };
  }
}

function describeProblem(
  operation: Described,
  asked: Asked,
  { status, text, headers }: Answered,
  faults: string[],
): unknown {
  const { as: _, ...request } = asked;
  const requestId = String(headers["x-request-id"]);
  const lines = target.output().split("\n");
  return {
    route: `${operation.method} ${operation.path}`,
    request: JSON.stringify(request).slice(0, 600),
    status,
    text: text.slice(0, 300),
    faults,
    log: lines.filter((line) => line.includes(requestId)).map((line) => line.slice(0, 2_000)),
  };
}
