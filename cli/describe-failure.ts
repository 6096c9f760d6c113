import { ConfigError } from "../shared/config";
import { AppError } from "../shared/errors";
import { describeDatabaseFailure } from "./describe-database-failure";
import type { Failure } from "./failure";
import { withoutSecrets } from "./without-secrets";

/** These say in one line what to do. */
const OURS = new Set([
  "EmbeddedError",
  "StartError",
  "NewerSchemaError",
  "ForeignSchemaError",
  "BlockedError",
  "LeaseTakenError",
  "PoolerError",
  "OldDatabaseError",
  "CommandError",
]);

/** The same with its code and, where fields or variables are wrong, what is wrong with each. */
export function failureOf(error: unknown): Failure {
  const reasons = describeFailure(error);
  if (error instanceof ConfigError) {
    const errors = error.problems.map(({ variable, problem }) => ({
      pointer: `/${variable}`,
      code: "invalid",
      detail: problem,
    }));
    return { code: "configuration", reasons, errors };
  }
  if (error instanceof AppError) return { code: error.code, reasons, errors: error.errors };
  return { code: "failed", reasons };
}

/** Why something failed and what to do about it, in lines (one, except for configuration). */
export function describeFailure(error: unknown): string[] {
  if (error instanceof ConfigError) {
    return error.problems.map(({ variable, problem }) => `${variable} ${problem}`);
  }
  if (!(error instanceof Error)) return ["something that is no error was thrown"];
  if (OURS.has(error.name)) return [error.message];
  const inner = causeOf(error);
  return [describePort(inner) ?? describeDatabaseFailure(inner) ?? describeOther(error)];
}

const PORT_CODES = new Set(["EADDRINUSE", "EACCES", "EADDRNOTAVAIL"]);

function describePort(error: Error): string | undefined {
  const { code, syscall, port, address } = error as NodeJS.ErrnoException & {
    port?: number;
    address?: string;
  };
  // The gateway explains its own port.
  if (syscall === undefined && PORT_CODES.has(code ?? "")) return error.message;
  if (syscall !== "listen") return undefined;
  switch (code) {
    case "EADDRINUSE":
      return `port ${port} of ${address} is taken by another program; stop that one or set ${portVariable(port)} to another`;
    case "EACCES":
      return `this user may not listen on port ${port}; set ${portVariable(port)} to one above 1023`;
    case "EADDRNOTAVAIL":
      return `this machine does not have the address ${address}; correct HOST`;
    default:
      return `port ${port} of ${address} cannot be listened on (${code}); correct HOST or ${portVariable(port)}`;
  }
}

function portVariable(port: number | undefined): string {
  return String(port) === process.env.OPS_PORT ? "OPS_PORT" : "PORT";
}

function describeOther(error: Error): string {
  if (error instanceof AppError) {
    const fields =
      error.errors?.map(({ pointer, detail }) => `${pointer.slice(1)} ${detail}`) ?? [];
    if (fields.length > 0) return fields.join("; ");
    if (error.code === "unavailable" && error.part === "database") {
      const state = error.detail ?? "the database cannot be reached";
      return `${state}; check DATABASE_URL, \`jumar doctor\` says more`;
    }
    if (error.code !== "internal") return withoutSecrets(error.message);
  }
  const cause = causeOf(error);
  return `something went wrong that should not: ${withoutSecrets(cause.message) || cause.name}`;
}

/** What is behind a failure that a service reports. */
function causeOf(error: Error): Error {
  return error instanceof AppError && error.cause instanceof Error ? error.cause : error;
}
