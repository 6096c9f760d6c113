/** Text as long as our tokens are, which end the paths of mailed links. */
const LIKE_TOKEN = /[A-Za-z0-9_-]{43,}/g;

/** A path or URL as it may be logged: whatever may be a token is left out. */
export function withoutTokens(text: unknown): unknown {
  return typeof text === "string" ? text.replaceAll(LIKE_TOKEN, "[token]") : text;
}
