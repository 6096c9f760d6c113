/** One line of `/metrics`. */
export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

export interface Scraped {
  /** The metrics there are, whether they have samples or not. */
  names: string[];
  /** What each of them is: `counter`, `gauge`, `histogram`. */
  types: ReadonlyMap<string, string>;
  samples: Sample[];
  /** The sum of the samples of a name that have these labels; undefined when there are none. */
  sum(name: string, labels?: Record<string, string>): number | undefined;
}

/** Reads the metrics of a process from its operator's port. */
export async function scrape(opsUrl: string): Promise<Scraped> {
  const response = await fetch(`${opsUrl}/metrics`);
  const text = await response.text();
  if (!response.ok) throw new Error(`no metrics: ${response.status} ${text}`);
  return readMetrics(text);
}

/** What a text of metrics, or several one after another, says. */
export function readMetrics(text: string): Scraped {
  const lines = text.split("\n");
  const declared = lines.flatMap((line) => {
    const [, name = "", type = ""] = /^# TYPE (\S+) (\S+)/.exec(line) ?? [];
    return name === "" ? [] : [[name, type] as const];
  });
  const samples = lines.filter((line) => line !== "" && !line.startsWith("#")).map(toSample);
  return {
    names: declared.map(([name]) => name),
    types: new Map(declared),
    samples,
    sum(name, labels = {}) {
      const wanted = Object.entries(labels);
      const found = samples.filter(
        (one) => one.name === name && wanted.every(([key, value]) => one.labels[key] === value),
      );
      return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0);
    },
  };
}

function toSample(line: string): Sample {
  const [, name = "", inBraces = "", value = ""] = /^([\w:]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
  const labels = [...inBraces.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
  return {
    name,
    labels: Object.fromEntries(labels.map(([, key, text]) => [key, text])),
    value: Number(value),
  };
}
