import ipaddr from "ipaddr.js";
import type { Config } from "../../../shared/config";
import type { HttpBinding } from "../../../shared/contracts";
import type { Database } from "../../../shared/database";
import type { AppError } from "../../../shared/errors";
import { createLimiter, type Limiter, tooMany, type Tried } from "../../../shared/limits";

export type LimitName = NonNullable<HttpBinding["limit"]>;

/** How often a client address may do something, counted over all gateways. */
export interface AddressLimits {
  /** Counts a request of an address. Does not throw when it is one too many: see `refusal`. */
  count(limit: LimitName, ip: string | undefined): Promise<Counted>;
}

export interface Counted {
  /** `RateLimit` and `RateLimit-Policy` (IETF draft). */
  headers: Record<string, string>;
  /** The error to answer with when the limit is exceeded. */
  refusal: AppError | undefined;
  /** Takes the request out of the count again; returns the headers that hold then. */
  giveBack(): Promise<Record<string, string>>;
}

const MINUTES = 60;

/** Creates limits that are kept in the gateway's own tables; the configuration says how many requests each allows. */
export function createAddressLimits(
  db: Database,
  { addressLimits }: Pick<Config, "addressLimits">,
): AddressLimits {
  const of = (name: LimitName, points: number, seconds: number): Limiter =>
    createLimiter(db, "web-gateway", { name, points, seconds });
  const limiters: Record<LimitName, Limiter> = {
    "log-in": of("log-in", addressLimits.logIns, 15 * MINUTES),
    "sign-up": of("sign-up", addressLimits.signUps, 60 * MINUTES),
    "mail-request": of("mail-request", addressLimits.mailRequests, 60 * MINUTES),
  };
  return {
    async count(limit, ip) {
      const limiter = limiters[limit];
      const tried = await limiter.consume(prefixOf(ip));
      return {
        headers: headersOf(limiter, tried),
        refusal: tried.allowed ? undefined : tooMany(tried),
        async giveBack() {
          await limiter.giveBack(tried);
          return headersOf(limiter, { ...tried, remaining: tried.remaining + 1 });
        },
      };
    },
  };
}

/** An IPv6 client usually has a whole /64, so that counts as one address. */
function prefixOf(ip: string | undefined): string {
  if (ip === undefined || !ipaddr.isValid(ip)) return "unknown";
  const address = ipaddr.process(ip);
  if (address.kind() === "ipv4") return address.toString();
  return `${(address as ipaddr.IPv6).parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(":")}::/64`;
}

function headersOf({ rule }: Limiter, { remaining, reset }: Tried): Record<string, string> {
  return {
    "ratelimit-policy": `"${rule.name}";q=${rule.points};w=${rule.seconds}`,
    ratelimit: `"${rule.name}";r=${remaining};t=${Math.ceil(reset)}`,
  };
}
