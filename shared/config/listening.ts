import { isIP } from "node:net";
import { z } from "zod";
import { ConfigError } from "./config-error";

const NAME =
  /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*$/i;

/** Where a process listens. */
export const host = z
  .string()
  .refine(
    (value) => isIP(value) !== 0 || NAME.test(value),
    "must be an address or a name of this machine, such as 127.0.0.1, :: or localhost",
  );

/** That HOST is the reason why a port could not be listened on; undefined when something else is. */
export function hostProblem(error: unknown): ConfigError | undefined {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall === "getaddrinfo") return problem("is a name that leads to no address");
  if (code === "EINVAL") return problem("is an address that nobody can listen on");
  return undefined;
}

function problem(what: string): ConfigError {
  const remedy = "use one of this machine, such as 127.0.0.1 or ::";
  return new ConfigError([{ variable: "HOST", problem: `${what}; ${remedy}` }]);
}
