/** The middle of some figures; of an even number, the mean of the two in the middle. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const pair = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return ((pair[0] ?? NaN) + (pair[1] ?? NaN)) / 2;
}

/** The figure that `part` per cent of all do not exceed. */
export function percentile(figures: readonly number[], part: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * part) / 100) - 1)] ?? NaN;
}

/** Rates beside others that were taken in turns with them: the median of each, and of their ratios. */
export function against(rates: readonly number[], others: readonly number[]) {
  const ratios = rates.map((rate, round) => rate / (others[round] ?? NaN));
  return {
    rate: Math.round(median(rates)),
    beside: Math.round(median(others)),
    ratio: Number(median(ratios).toFixed(3)),
    ratios: ratios.map((ratio) => Number(ratio.toFixed(3))),
  };
}
