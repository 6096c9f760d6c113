import { eventually } from "./eventually";
import type { Json } from "./json";

export interface StreamedEvent {
  id: string | undefined;
  /** What its `event:` line says. */
  event: string;
  data: Json;
}

/** An open stream of server-sent events, as a browser would hold one. */
export interface EventStream {
  status: number;
  headers: Headers;
  /** Everything that came, comments too. */
  text(): string;
  events(): StreamedEvent[];
  /** The first event of a type, as soon as it has come. */
  next(type: string, withinMs?: number): Promise<StreamedEvent>;
  isOpen(): boolean;
  /** Resolves with the time (of `performance.now`) at which the other side ended it. */
  ended: Promise<number>;
  close(): void;
}

/** Opens a stream and reads whatever comes. */
export async function openEventStream(
  url: string,
  headers: Record<string, string>,
): Promise<EventStream> {
  const leaving = new AbortController();
  const response = await fetch(url, { headers, signal: leaving.signal });
  let text = "";
  let open = true;

  const read = async (): Promise<number> => {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of response.body ?? []) {
        text += decoder.decode(chunk as Uint8Array, { stream: true });
      }
    } catch {
      // Cut off, or closed by us: over is over.
    }
    open = false;
    return performance.now();
  };
  const ended = read();

  const stream: EventStream = {
    status: response.status,
    headers: response.headers,
    text: () => text,
    events: () => eventsIn(text),
    next: (type, withinMs) =>
      eventually(() => eventsIn(text).find(({ event }) => event === type), withinMs),
    isOpen: () => open,
    ended,
    close: () => leaving.abort(),
  };
  return stream;
}

function eventsIn(text: string): StreamedEvent[] {
  const blocks = text.split("\n\n").slice(0, -1);
  return blocks.flatMap((block) => {
    const lines = new Map(
      block.split("\n").map((line): [string, string] => {
        const colon = line.indexOf(": ");
        return [line.slice(0, colon), line.slice(colon + 2)];
      }),
    );
    const event = lines.get("event");
    const data = lines.get("data");
    if (event === undefined || data === undefined) return [];
    return [{ id: lines.get("id"), event, data: JSON.parse(data) as unknown }];
  });
}
