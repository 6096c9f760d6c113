import { gatherStream } from "../../../../shared/events/amqp/arrivals/gather";

describe("events that arrive", () => {
  let time = 0;
  beforeEach(() =>
    jest.useFakeTimers({ doNotFake: ["setImmediate", "nextTick", "queueMicrotask"] }),
  );
  afterEach(() => jest.useRealTimers());

  const gathering = () => gatherStream(() => time);
  /** So many events, one each `every` ms. */
  const come = (to: ReturnType<typeof gathering>, count: number, every: number): void => {
    for (let n = 0; n < count; n += 1) {
      time += every;
      to.note();
    }
  };
  const isAtOnce = async (beat: Promise<void>): Promise<boolean> =>
    await Promise.race([
      beat.then(() => true),
      new Promise<boolean>((resolve) => setImmediate(() => resolve(false))),
    ]);

  it("wait for nothing when they come singly, some hundred a second or in one burst", async () => {
    const lone = gathering();
    come(lone, 1, 0);
    expect(await isAtOnce(lone.beat())).toBe(true);
    come(lone, 400, 5);
    expect(await isAtOnce(lone.beat())).toBe(true);
    come(lone, 1, 10_000);
    come(lone, 1_000, 0);
    expect(await isAtOnce(lone.beat())).toBe(true);
  });

  it("wait in a stream for one beat all together, or until there are enough", async () => {
    const stream = gathering();
    come(stream, 2_000, 0.5);
    const beats = [stream.beat(), stream.beat()];
    expect(await isAtOnce(Promise.race(beats))).toBe(false);
    stream.enough();
    expect(await isAtOnce(Promise.all(beats).then(() => undefined))).toBe(true);
  });

  it("wait in a stream for a tenth of a second at most", async () => {
    const stream = gathering();
    come(stream, 50_000, 0.01);
    const beat = stream.beat();
    expect(await isAtOnce(beat)).toBe(false);
    jest.advanceTimersByTime(100);
    expect(await isAtOnce(beat)).toBe(true);
  });

  it("wait for nothing once a stream is over", async () => {
    const stream = gathering();
    come(stream, 2_000, 0.5);
    time += 1_000;
    stream.note();
    expect(await isAtOnce(stream.beat())).toBe(true);
    come(stream, 2_000, 0.5);
    time += 1_000;
    expect(await isAtOnce(stream.beat())).toBe(true);
  });
});
