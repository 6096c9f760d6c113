import { lookBack, type Stretch } from "../../../shared/background";

/** What `ask` is asked for, look by look; each takes `took` seconds and finds what has waited for `age`. */
async function looks(steps: { took?: number; age?: number; fails?: boolean }[]) {
  let now = 1_000_000;
  const clock = jest.spyOn(performance, "now").mockImplementation(() => now);
  try {
    const back = lookBack();
    const asked: Stretch[] = [];
    for (const { took = 0.001, age, fails = false } of steps) {
      const looking = back.look(
        (stretch) => {
          asked.push(stretch);
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

test("looks in stretches where everything takes too long or fails, a day back in half hours", async () => {
  const [first, second, third, fourth] = await looks([
    { took: 10, fails: true },
    { took: 0.2 },
    { took: 0.001 },
    { took: 10 },
  ]);
  expect(first).toEqual(ALL);
  expect(second?.until).toBe(0);
  expect(third).toEqual({ from: undefined, until: 86_400 });
  expect(fourth?.until).toBe(0);
});
