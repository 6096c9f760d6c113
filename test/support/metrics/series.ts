/** Samples of a metric that have these labels, whatever their others are. */
export interface Series {
  name: string;
  labels: Record<string, string>;
}

const FORM = /^(\w+)(?:\{((?:\w+="[^"]*",?)*)\})?$/;

/** Reads a series as Prometheus writes them: `jumar_mails_total{outcome="sent"}`; throws when it is none. */
export function toSeries(text: string): Series {
  const [, name, inBraces = ""] = FORM.exec(text) ?? [];
  if (name === undefined) throw new Error(`no series: ${text}`);
  const labels = [...inBraces.matchAll(/(\w+)="([^"]*)"/g)];
  return { name, labels: Object.fromEntries(labels.map(([, key, value]) => [key, value])) };
}
