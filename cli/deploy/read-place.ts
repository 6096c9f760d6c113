import { UsageError } from "../usage-error";
import type { Place } from "./step";

const NAME = /^[a-z](?:[a-z0-9]|-(?!-)){0,28}[a-z0-9]$/;
const REGION = /^[a-z]{3}$/;
const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/** Checks what becomes part of commands; throws a UsageError that says what there may be. */
export function readPlace(flags: {
  "app-prefix": string;
  org: string;
  domain: string;
  region: string[];
}): Place {
  const { org, domain, region, "app-prefix": prefix } = flags;
  refuseUnless(NAME.test(prefix), "--app-prefix", prefix, "2 to 30 of a-z, 0-9 and single hyphens");
  refuseUnless(NAME.test(org), "--org", org, "the organisation's slug, such as personal");
  refuseUnless(DOMAIN.test(domain), "--domain", domain, "a domain such as accounts.example.com");
  for (const name of region) {
    refuseUnless(
      REGION.test(name),
      "--region",
      name,
      "three letters such as fra; see: fly platform regions",
    );
  }
  const [first, ...others] = new Set(region);
  if (first === undefined || others.length + 1 < region.length) {
    throw new UsageError("--region names a region twice; each is named once");
  }
  return { prefix, org, domain, regions: [first, ...others] };
}

function refuseUnless(holds: boolean, flag: string, value: string, wanted: string): void {
  if (!holds)
    throw new UsageError(`${flag} ${JSON.stringify(value)} cannot be used; give ${wanted}`);
}
