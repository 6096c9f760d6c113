import { hasRest, PREFIX_LENGTH } from "./range-lines";
import type { Fetch, Source } from "./source";

/** In ms. Somebody waits for it. */
const TIMEOUT = 1_000;
/** In characters. A range with its padding has less than 100 KiB. */
const LONGEST = 512 * 1024;

/**
 * A service as that of Have I Been Pwned at this URL, which is told five digits of a hash (k-anonymity) and
 * hides in padding how much it answers with.
 */
export function rangeService(url: string, fetchUrl: Fetch): Source {
  const base = url.replace(/\/+$/, "");
  return {
    async has(hash) {
      const range = await textOf(fetchUrl, `${base}/${hash.slice(0, PREFIX_LENGTH)}`);
      // An empty one is no answer: with padding there are always lines.
      if (range === "") throw new Error("the service answered with nothing");
      return hasRest(range, hash.slice(PREFIX_LENGTH));
    },
  };
}

async function textOf(fetchUrl: Fetch, url: string): Promise<string> {
  const response = await fetchUrl(url, {
    headers: { "add-padding": "true", "user-agent": "jumar" },
    redirect: "error",
    signal: AbortSignal.timeout(TIMEOUT),
  });
  if (response.status !== 200 || !response.body) {
    await response.body?.cancel();
    throw new Error(`the service answered ${response.status}`);
  }
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > LONGEST) throw new Error("the service answered with too much");
  }
  return text;
}
