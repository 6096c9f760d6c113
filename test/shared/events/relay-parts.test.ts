import type { UnpublishedRow } from "../../../shared/events/outbox/outbox-rows";
import { batchesUnderWay } from "../../../shared/events/relay/batches";
import { readInPasses } from "../../../shared/events/relay/passes";
import { setAsideReturned } from "../../../shared/events/relay/set-aside";
import { createLogger } from "../../../shared/observability";

const log = createLogger({ level: "silent", pretty: false });
const row = (id: string, shard = 0) => ({ id, shard, type: "user.registered" }) as UnpublishedRow;
const rows = (...ids: string[]) => ids.map((id) => row(id));

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe("batches under way", () => {
  /** Batches whose publishing ends when it is told to. */
  function heldBatches(atOnce: number) {
    const ends: { resolve(): void; reject(error: unknown): void }[] = [];
    const publish = () =>
      new Promise<void>((resolve, reject) => {
        ends.push({ resolve, reject });
      });
    return { ends, batches: batchesUnderWay<UnpublishedRow>(publish, atOnce, () => undefined) };
  }

  it("names the rows of all that are under way, and of none that ended", async () => {
    const { batches, ends } = heldBatches(4);
    batches.start(rows("a", "b"));
    batches.start(rows("c"));
    expect(batches.ids()).toEqual(["a", "b", "c"]);
    ends[0]?.resolve();
    ends[1]?.resolve();
    await batches.ended();
    expect(batches.ids()).toEqual([]);
  });

  it("has room for so many at once and no more", async () => {
    const { batches, ends } = heldBatches(2);
    let hasRoom = false;
    batches.start(rows("a"));
    await batches.room();
    batches.start(rows("b"));
    const room = batches.room().then(() => (hasRoom = true));
    await new Promise(setImmediate);
    expect(hasRoom).toBe(false);
    ends[1]?.resolve();
    await room;
    expect(batches.ids()).toEqual(["a"]);
  });

  it("tells of a failure once, as an Error, and its rows are free again", async () => {
    const { batches, ends } = heldBatches(2);
    batches.start(rows("a"));
    ends[0]?.reject("no Error");
    await batches.ended();
    expect(batches.takeFailure()).toMatchObject({ message: "a batch failed", cause: "no Error" });
    expect(batches.takeFailure()).toBeUndefined();
    expect(batches.ids()).toEqual([]);
  });
});

describe("passes over a backlog", () => {
  it("go on behind the shard that was read least far, while a shard was read in full", () => {
    const passes = readInPasses();
    expect(passes.since()).toBeUndefined();
    const read = [row("a", 0), row("b", 1), row("c", 0), row("d", 1)];
    expect(passes.advance(read, [0, 1], 4)).toBe(true);
    expect(passes.since()).toBe("c");
  });

  it("end when no shard has more", () => {
    const passes = readInPasses();
    passes.advance(rows("a", "b"), [0], 2);
    expect(passes.advance(rows("c"), [0], 2)).toBe(false);
    expect(passes.since()).toBeUndefined();
  });

  it("start over after 100 reads, so that what committed late is not passed over for long", () => {
    const passes = readInPasses();
    for (let read = 1; read <= 100; read += 1) {
      expect(passes.advance(rows(`a${read}`), [0], 1)).toBe(true);
      expect(passes.since()).toBe(`a${read}`);
    }
    expect(passes.advance(rows("b"), [0], 1)).toBe(true);
    expect(passes.since()).toBeUndefined();
  });

  it("start over when they are told to", () => {
    const passes = readInPasses();
    passes.advance(rows("a"), [0], 1);
    passes.reset();
    expect(passes.since()).toBeUndefined();
  });
});

describe("events that reached no queue", () => {
  it("are left alone for 5 s", () => {
    jest.useFakeTimers();
    const setAside = setAsideReturned("events_test", log);
    setAside.add(rows("a"));
    jest.advanceTimersByTime(4_999);
    expect(setAside.ids()).toEqual(["a"]);
    jest.advanceTimersByTime(1);
    expect(setAside.ids()).toEqual([]);
  });

  it("are an outage when there are more than 5,000", () => {
    const setAside = setAsideReturned("events_test", log);
    setAside.add(Array.from({ length: 5_000 }, (_, n) => row(String(n))));
    expect(() => setAside.add(rows("one more"))).toThrow("events have no queue");
    expect(setAside.ids()).toHaveLength(5_000);
  });

  it("are logged at most every 30 s", () => {
    jest.useFakeTimers();
    const error = jest.spyOn(log, "error");
    const setAside = setAsideReturned("events_test", log);
    setAside.add([]);
    for (let n = 0; n < 3; n += 1) setAside.add(rows(`a${n}`));
    expect(error).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(30_000);
    setAside.add(rows("b"));
    expect(error).toHaveBeenCalledTimes(2);
  });
});
