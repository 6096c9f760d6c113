import type { HttpDeps } from "../../http/deps";

const INSTEAD: Record<string, string> = {
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox",
  "x-frame-options": "SAMEORIGIN",
};

/**
 * The headers for the HTML of a caught mail, which is shown in a frame of our page: inline styles are
 * allowed, scripts and external resources are not. Only in development.
 */
export function headersOfLetter({
  securityHeaders,
}: Pick<HttpDeps, "securityHeaders">): readonly string[] {
  return securityHeaders.map((text, index) => {
    const name = securityHeaders[index - 1] ?? "";
    return (index % 2 === 1 && INSTEAD[name]) || text;
  });
}
