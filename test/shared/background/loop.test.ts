import { type Found, type Loop, startLoop } from "../../../shared/background";
import { AppError } from "../../../shared/errors";
import { createLogger, onReport } from "../../../shared/observability";

const log = createLogger({ level: "silent", pretty: false });

let loop: Loop;
let rounds: number;
let work: () => Promise<Found>;

beforeEach(() => {
  jest.useFakeTimers();
  rounds = 0;
  work = () => Promise.resolve(false);
  loop = startLoop({
    name: "test",
    interval: 1_000,
    idle: 3_000,
    spacing: () => 50,
    log,
    work: () => {
      rounds += 1;
      return work();
    },
  });
});
afterEach(async () => {
  await loop.stop();
  jest.useRealTimers();
});

const pass = (ms: number): Promise<void> => jest.advanceTimersByTimeAsync(ms);

it("looks when its interval is over", async () => {
  await pass(0);
  expect(rounds).toBe(1);
  await pass(1_049);
  expect(rounds).toBe(1);
  await pass(1);
  expect(rounds).toBe(2);
});

it("hears the first nudge after a silence at once, and lets a stream of them share rounds", async () => {
  await pass(500);
  loop.nudge();
  await pass(0);
  expect(rounds).toBe(2);
  for (let n = 0; n < 100; n += 1) {
    loop.nudge();
    await pass(1);
  }
  expect(rounds).toBe(4);
  loop.nudge();
  await pass(49);
  expect(rounds).toBe(4);
  await pass(1);
  expect(rounds).toBe(5);
  await pass(500);
  expect(rounds).toBe(5);
});

it("looks less often while it finds nothing unasked, and as before once it does", async () => {
  work = () => Promise.resolve("nothing");
  await pass(0);
  const looks = [1_050, 2_050, 3_050, 3_050];
  for (const [index, ms] of looks.entries()) {
    await pass(ms - 1);
    expect(rounds).toBe(index + 1);
    await pass(1);
    expect(rounds).toBe(index + 2);
  }
  work = () => Promise.resolve(false);
  loop.nudge();
  await pass(50);
  expect(rounds).toBe(6);
  await pass(2_900);
  expect(rounds).toBe(6);
  await pass(200);
  expect(rounds).toBe(7);
  await pass(1_050);
  expect(rounds).toBe(8);
});

it("goes on without a pause while there is more to do", async () => {
  let left = 3;
  work = () => Promise.resolve((left -= 1) > 0);
  await pass(500);
  loop.nudge();
  await pass(0);
  expect(rounds).toBe(4);
});

it("hears no nudge while it pauses after a failure", async () => {
  work = () => Promise.reject(new Error("away"));
  await pass(1_100);
  const failed = rounds;
  for (let n = 0; n < 10; n += 1) loop.nudge();
  await pass(50);
  expect(rounds).toBe(failed);
  work = () => Promise.resolve(false);
  await pass(200);
  expect(rounds).toBe(failed + 1);
});

describe("what is told of failures", () => {
  let reported: number;
  let end: () => void;
  beforeEach(() => {
    reported = 0;
    end = onReport(() => (reported += 1));
  });
  afterEach(() => {
    end();
  });

  it("is a report at once, and another after a minute", async () => {
    work = () => Promise.reject(new Error("broken"));
    await pass(1_100);
    expect(reported).toBe(1);
    await pass(50_000);
    expect(reported).toBe(1);
    await pass(15_000);
    expect(reported).toBe(2);
  });

  it("is none of another part that is away for less than half a minute, as when a fleet starts", async () => {
    const away = () => Promise.reject(new AppError("unavailable"));
    work = away;
    await pass(25_000);
    work = () => Promise.resolve(false);
    await pass(10_000);
    work = away;
    await pass(25_000);
    expect(reported).toBe(0);
    await pass(15_000);
    expect(reported).toBe(1);
  });
});

it("ends in the middle of a pause", async () => {
  await pass(10);
  await loop.stop();
  await pass(5_000);
  expect(rounds).toBe(1);
});
