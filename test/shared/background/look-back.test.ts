import { lookBack, type Stretch } from "../../../shared/background";

interface Step {
  took?: number;
  age?: number;
  fails?: boolean;
  /** What was found before may be waiting still: told before the look. */
  reset?: boolean;
}

/** What was asked for, and at which second. */
type Asked = Stretch & { at: number };

/** What `ask` is asked for, look by look; each takes `took` seconds and finds what has waited for `age`. */
async function timedLooks(steps: Step[]): Promise<Asked[]> {
  let now = 1_000_000;
  const clock = jest.spyOn(performance, "now").mockImplementation(() => now);
  try {
    const back = lookBack();
    const asked: Asked[] = [];
    for (const { took = 0.001, age, fails = false, reset = false } of steps) {
      if (reset) back.reset();
      const looking = back.look(
        (stretch) => {
          asked.push({ ...stretch, at: now / 1_000 });
          now += took * 1_000;
          return fails ? Promise.reject(new Error("cancelled")) : Promise.resolve(age);
        },
        (found) => found,
      );
      await looking.catch(() => undefined);
    }
    return asked;
  } finally {
    clock.mockRestore();
  }
}

async function looks(steps: Step[]): Promise<Stretch[]> {
  return (await timedLooks(steps)).map(({ from, until }) => ({ from, until }));
}

const ALL = { from: undefined, until: 0 };

test("looks at everything first, and then from the oldest on that it found", async () => {
  const [first, second] = await looks([{ age: 3_600 }, {}]);
  expect(first).toEqual(ALL);
  expect(second?.from).toBeGreaterThan(3_600);
  expect(second?.from).toBeLessThan(3_620);
});

test("goes on behind what is gone, but for what may come late", async () => {
  const [, second] = await looks([{}, {}]);
  expect(second?.from).toBeGreaterThan(10);
  expect(second?.from).toBeLessThan(20);
});

test("looks at everything for a twentieth of the time", async () => {
  const wide = (await looks([{ took: 1 }, ...Array.from({ length: 41 }, () => ({ took: 0.5 }))]))
    .map((stretch, n) => (stretch.from === undefined ? n : -1))
    .filter((n) => n >= 0);
  expect(wide).toEqual([0, 41]);
});

/** A look at everything that takes too long, and one meanwhile. */
const TOO_LONG: Step[] = [{ took: 10, fails: true }, { took: 0.2 }];

test("looks in stretches where everything takes too long or fails, a day back in half hours", async () => {
  const [first, second, third, fourth] = await looks([...TOO_LONG, {}, { took: 10 }]);
  expect(first).toEqual(ALL);
  expect(second?.until).toBe(0);
  expect(third?.from).toBeUndefined();
  expect(third?.until).toBeCloseTo(86_400, -1);
  expect(fourth?.until).toBe(0);
});

test("leaves nothing out between stretches, however long it takes to come to the next", async () => {
  const [, ...asked] = await timedLooks([
    ...TOO_LONG,
    ...Array.from({ length: 1_200 }, () => ({ took: 0.5 })),
  ]);
  const end = asked.findIndex(({ from, until }) => from === undefined && until === 0);
  const stretches = asked
    .slice(0, end)
    .filter(({ from = Infinity }) => from > 1_000)
    .map(({ from = Infinity, until, at }) => ({ since: at - from, until: at - until }));
  expect(stretches).toHaveLength(49);
  for (const [n, { since }] of stretches.entries()) {
    expect(since).toBeLessThan(stretches[n - 1]?.until ?? Infinity);
  }
});

test("looks again at a stretch of which a look failed", async () => {
  const asked = await looks([...TOO_LONG, { fails: true }, { took: 0.2 }, {}]);
  const [, , failed, , again] = asked;
  expect(failed?.from).toBeUndefined();
  expect(failed?.until).toBeGreaterThan(0);
  expect(again?.from).toBeUndefined();
  expect(again?.until).toBeGreaterThan(0);
});

test("looks at everything when it is told to, also where it was about to look in stretches", async () => {
  expect(await looks([{ took: 1 }, { reset: true }])).toEqual([ALL, ALL]);
  const [, , third] = await looks([...TOO_LONG, { reset: true }]);
  expect(third).toEqual(ALL);
});
