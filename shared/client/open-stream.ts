import { createParser, type EventSourceMessage } from "eventsource-parser";
import { type CallOptions, type ClientOptions, openResponse } from "./send-request";

/** What came in a stream: the data of an event, and its id where a domain event stands behind it. */
export type Streamed<Data> = Data & { id: string | undefined };

/** In ms: the platform says something at least every 15 s, so after this the connection is dead. */
const SILENCE = 45_000;

/**
 * Opens a stream of server-sent events and yields each as it comes. It ends when the other side ends
 * it, as it does with the session. Throws a ProblemError when it is refused, and after 45 s in which
 * not even a heartbeat came a DOMException named TimeoutError.
 */
export async function* openStream<Data>(
  client: ClientOptions,
  request: { path: string; params?: object | undefined },
  options: CallOptions = {},
): AsyncGenerator<Streamed<Data>, void, undefined> {
  const leaving = new AbortController();
  const giveUp = (): void =>
    leaving.abort(new DOMException("The stream has fallen silent", "TimeoutError"));
  let timer = setTimeout(giveUp, options.timeout ?? client.timeout ?? SILENCE);
  const signal = options.signal
    ? AbortSignal.any([options.signal, leaving.signal])
    : leaving.signal;
  const headers = { ...options.headers, accept: "text/event-stream" };
  const arrived: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => arrived.push(event) });

  try {
    const response = await openResponse(
      client,
      { method: "GET", ...request },
      { ...options, headers, signal },
    );
    const decoder = new TextDecoder();
    for await (const bytes of chunksOf(response)) {
      // How long its reader takes for an event is the reader's business.
      clearTimeout(timer);
      parser.feed(decoder.decode(bytes, { stream: true }));
      for (const { id, data } of arrived.splice(0)) yield { id, ...(JSON.parse(data) as Data) };
      timer = setTimeout(giveUp, SILENCE);
    }
  } finally {
    clearTimeout(timer);
    leaving.abort();
  }
}

/** Not every browser can loop over a body. */
async function* chunksOf(response: Response): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
  for (;;) {
    const chunk = await reader?.read();
    if (chunk?.value === undefined) return;
    yield chunk.value;
  }
}
