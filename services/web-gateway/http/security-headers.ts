import type { IncomingMessage, ServerResponse } from "node:http";
import helmet from "helmet";

const YEAR = 365 * 24 * 60 * 60;

/**
 * The headers that every answer carries, errors and files too, as a flat list of names and values.
 * They never differ between requests, so helmet is asked once. HSTS in production only: a browser would remember it for localhost.
 */
export function securityHeaders(options: { production: boolean }): readonly string[] {
  const middleware = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        "default-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
      },
    },
    strictTransportSecurity: options.production
      ? { maxAge: 2 * YEAR, includeSubDomains: true }
      : false,
    xFrameOptions: { action: "deny" },
    // Not "no-referrer": browsers would then send forms with the origin "null".
    referrerPolicy: { policy: "same-origin" },
    crossOriginOpenerPolicy: { policy: "same-origin" },
    crossOriginResourcePolicy: { policy: "same-origin" },
    // These are for old browsers.
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
  return collect(middleware);
}

function collect(
  middleware: (request: IncomingMessage, response: ServerResponse, next: () => void) => void,
): readonly string[] {
  const headers: string[] = [];
  const recorder = {
    setHeader: (name: string, value: string) => headers.push(name.toLowerCase(), value),
    removeHeader: () => undefined,
  };
  middleware(undefined as never, recorder as never, () => undefined);
  return headers;
}
