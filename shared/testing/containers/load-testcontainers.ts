import { createRequire } from "node:module";
import { join } from "node:path";
import type * as testcontainers from "testcontainers";

type Testcontainers = typeof testcontainers;

/** Loads testcontainers, which is the tests' own choice to install; throws an Error that says so. */
export function loadTestcontainers(): Testcontainers {
  // From here, or, where this package is a link to somewhere else, from the project that is tested.
  const places = [__filename, join(process.cwd(), "package.json")];
  let problem: unknown;
  for (const place of places) {
    try {
      return createRequire(place)("testcontainers") as Testcontainers;
    } catch (error) {
      problem ??= error;
    }
  }
  if ((problem as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw problem;
  throw new Error(
    'mode "containers" needs the package testcontainers: npm install --save-dev testcontainers@11.14.0',
    { cause: problem },
  );
}
