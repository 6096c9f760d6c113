import { partOfPool } from "../../services/part-of-pool";
import { completeTuning } from "../../shared/events";

const WORKER = ["notifier", "search", "audit"];
const concurrency = (size: number, services: string[]): number =>
  completeTuning({}, partOfPool(size, services, [])).concurrency;

describe("the part of a process's pool that a subscriber may count on", () => {
  it("is as much as it wants with a pool as it comes", () => {
    expect(concurrency(16, WORKER)).toBe(4);
    expect(concurrency(16, ["audit"])).toBe(4);
    expect(concurrency(16, ["accounts", "web-gateway", ...WORKER])).toBe(4);
  });

  it.each([1, 2, 4, 8, 10, 16, 40])("leaves a quarter of %s connections to others", (size) => {
    const all = concurrency(size, WORKER) * WORKER.length;
    expect(all).toBeLessThanOrEqual(Math.max(WORKER.length, (size * 3) / 4));
  });
});
