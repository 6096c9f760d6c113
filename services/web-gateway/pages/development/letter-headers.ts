import type { GatewayDeps } from "../../deps";

const INSTEAD: Record<string, string> = {
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox",
  "x-frame-options": "SAMEORIGIN",
};

/**
 * The headers of a caught mail's HTML. Mails bring their looks inline, and are shown within a page of
 * ours; they run nothing and load nothing. Only in development.
 */
export function headersOfLetter({ securityHeaders }: GatewayDeps): readonly string[] {
  return securityHeaders.map((text, index) => {
    const name = securityHeaders[index - 1] ?? "";
    return (index % 2 === 1 && INSTEAD[name]) || text;
  });
}
