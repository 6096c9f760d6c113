import { inTime, pause } from "../../../shared/waiting";

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const never = () => new Promise<string>(() => undefined);

describe("waiting for what may not come in time", () => {
  it("gives what came of it, and leaves no timer behind", async () => {
    expect(await inTime(Promise.resolve("done"), 1_000)).toBe("done");
    expect(jest.getTimerCount()).toBe(0);
  });

  it("gives nothing for what failed", async () => {
    expect(await inTime(Promise.reject(new Error("failed")), 1_000)).toBeUndefined();
    expect(jest.getTimerCount()).toBe(0);
  });

  it("gives nothing for what takes longer, and not before", async () => {
    let answer: string | undefined = "nothing yet";
    const asked = inTime(never(), 1_000).then((found) => (answer = found));
    await jest.advanceTimersByTimeAsync(999);
    expect(answer).toBe("nothing yet");
    await jest.advanceTimersByTimeAsync(1);
    await asked;
    expect(answer).toBeUndefined();
  });
});

describe("a pause", () => {
  it("is over at once when its signal is given before or meanwhile", async () => {
    jest.useRealTimers();
    await pause(3_600_000, AbortSignal.abort());
    const stopping = new AbortController();
    const paused = pause(3_600_000, stopping.signal);
    stopping.abort();
    await paused;
  });

  it("takes its time otherwise", async () => {
    jest.useRealTimers();
    const since = performance.now();
    await pause(30, new AbortController().signal);
    expect(performance.now() - since).toBeGreaterThan(25);
  });
});
