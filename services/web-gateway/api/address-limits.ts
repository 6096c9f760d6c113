import ipaddr from "ipaddr.js";
import type { HttpBinding } from "../../../shared/contracts";
import type { Config } from "../../../shared/config";
import type { Database } from "../../../shared/database";
import { createLimiter, tooMany, type Limiter, type Tried } from "../../../shared/limits";
import type { AppError } from "../../../shared/errors";

export type LimitName = NonNullable<HttpBinding["limit"]>;

/** What one client address may do how often, counted over all gateways. */
export interface AddressLimits {
  /** Counts a request of an address; throws nothing about that, see `refusal`. */
  count(limit: LimitName, ip: string | undefined): Promise<Counted>;
}

export interface Counted {
  /** `RateLimit` and `RateLimit-Policy`, by the IETF's draft. */
  headers: Record<string, string>;
  /** What to answer with when it was one too many. */
  refusal: AppError | undefined;
  /** The request turned out to be none that counts; answers with the headers that are true then. */
  giveBack(): Promise<Record<string, string>>;
}

const MINUTES = 60;

/** Limits by the gateway's own rows; `addresses` says how often. */
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

/** An IPv6 client has a /64 to itself, so that counts as one address. */
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
