import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** What this process has counted and timed since it started, for whoever counts without being handed a registry. */
export const processMetrics = new Registry();

/** In seconds, from a read by an index to a call that is given up. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * A counter of this process. Every label has to be bounded: route templates and action names, never
 * addresses, paths or users.
 */
export function counter<Label extends string = never>(
  name: `jumar_${string}_total`,
  help: string,
  labelNames: readonly Label[] = [],
  collect?: (this: Counter<Label>) => void,
): Counter<Label> {
  const registers = [processMetrics];
  return new Counter({ name, help, labelNames, registers, ...(collect ? { collect } : {}) });
}

/** A histogram of seconds of this process; its labels as with `counter`. */
export function durations<Label extends string = never>(
  name: `jumar_${string}_seconds`,
  help: string,
  labelNames: readonly Label[] = [],
): Histogram<Label> {
  return new Histogram({ name, help, labelNames, buckets: BUCKETS, registers: [processMetrics] });
}

/** What is so at the moment, e.g. how many wait; its labels as with `counter`. */
export function gauge<Label extends string = never>(
  name: `jumar_${string}`,
  help: string,
  labelNames: readonly Label[] = [],
  collect?: (this: Gauge<Label>) => void | Promise<void>,
): Gauge<Label> {
  const registers = [processMetrics];
  return new Gauge({ name, help, labelNames, registers, ...(collect ? { collect } : {}) });
}

/** Begins to time; the function it answers with says how many seconds have gone by. */
export function stopwatch(): () => number {
  const since = performance.now();
  return () => (performance.now() - since) / 1000;
}
