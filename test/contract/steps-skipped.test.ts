import { randomInt } from "node:crypto";
import fc from "fast-check";
import { createGround, createWalk, type Ground, type Walk } from "../support/api/walk";
import { createWorld } from "../support/api/world";
import { type SharedTarget, sharedTarget } from "../support/shared-platform";
import {
  askForReset,
  askToMove,
  changePassword,
  confirm,
  deleteMe,
  logIn,
  logOut,
  look,
  move,
  register,
  reset,
  revokeOthers,
  setDisabled,
  type Taken,
} from "./walk-steps";

const ACCOUNTS = 3;
/** Walks are taken side by side, as each waits for one answer at a time. */
const SIDE_BY_SIDE = 4;
const WALKS = 4;
/** One is enough, but for the rare walks that leave a step out. */
const MOST_ROUNDS = 5;
const STEPS = 80;

let target: SharedTarget;
let ground: Ground;
beforeAll(async () => {
  target = await sharedTarget();
  ground = createGround(createWorld(target));
});
afterAll(async () => {
  await target.stop();
});

it("no order of calls gets anybody where a step was skipped", async () => {
  const first = Number(process.env.WALK_SEED ?? randomInt(1, 2 ** 31));
  const taken = new Map<string, number>();
  const walks = async (seed: number): Promise<void> => {
    const commands = fc.commands(everyStep(taken), { maxCommands: STEPS, size: "max" });
    const walk = fc.asyncProperty(commands, async (all) => {
      await fc.asyncModelRun(begin, all);
    });
    await fc.assert(walk, { seed, numRuns: WALKS, endOnFailure: true });
  };
  // Every step has to have been taken both ways, or the walks prove little.
  const untaken = (): string[] =>
    [...new Set([...taken.keys()].map((key) => key.replace(/ .*/, "")))]
      .flatMap((name) => [`${name} allowed`, `${name} refused`])
      .filter((way) => !taken.has(way));
  for (let round = 0; round === 0 || (untaken().length > 0 && round < MOST_ROUNDS); round += 1) {
    const seeds = Array.from({ length: SIDE_BY_SIDE }, (_, n) => first + round * SIDE_BY_SIDE + n);
    await Promise.all(seeds.map(walks));
  }
  const steps = [...taken.values()].reduce((sum, count) => sum + count, 0);
  process.stdout.write(`walks: seed ${first}, ${steps} steps\n`);
  expect(untaken()).toEqual([]);
}, 300_000);

/** Some have an account already, and one a session. */
async function begin(): Promise<{ model: Walk; real: Ground }> {
  const walk = createWalk(ground.world, ACCOUNTS);
  for (const take of [register(0), register(1), logIn(0, 0, true)]) await take(walk, ground);
  return { model: walk, real: ground };
}

type Step = fc.AsyncCommand<Walk, Ground>;

/**
 * Every step there is. The numbers say which account, session or token, of those there are by then;
 * whoever aims takes one that should work, if there is one.
 */
function everyStep(taken: Map<string, number>): fc.Arbitrary<Step>[] {
  const which = fc.nat({ max: 999 });
  const step = (name: string, take: (a: number, b: number, aim: boolean) => Taken) =>
    fc.tuple(which, which, fc.boolean()).map(([a, b, aim]): Step => ({
      check: () => true,
      toString: () => `${name}(${a}, ${b}, ${aim})`,
      async run(walk, at) {
        const way = await take(a, b, aim)(walk, at);
        if (way) taken.set(`${name} ${way}`, (taken.get(`${name} ${way}`) ?? 0) + 1);
      },
    }));
  return [
    step("register", (a) => register(a)),
    step("logIn", logIn),
    step("logIn", (a) => logIn(a, 0, true)),
    step("look", (a, _, aim) => look(a, aim)),
    step("logOut", (a, _, aim) => logOut(a, aim)),
    step("revokeOthers", (a, _, aim) => revokeOthers(a, aim)),
    step("confirm", (_, b, aim) => confirm(b, aim)),
    step("askForReset", (a) => askForReset(a)),
    step("reset", (_, b, aim) => reset(b, aim)),
    step("changePassword", changePassword),
    step("askToMove", askToMove),
    step("reset", (_, b) => reset(b, true)),
    step("move", move),
    step("move", (a, b) => move(a, b, true)),
    step("deleteMe", deleteMe),
    step("disable", (a, b, aim) => setDisabled(a, b, aim)),
  ];
}
