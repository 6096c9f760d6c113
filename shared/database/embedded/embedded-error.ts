export type EmbeddedErrorCode =
  "unwritable" | "newer_data" | "unsupported_platform" | "start_failed" | "busy";

/** A failure of the embedded database whose message is one line telling the user what to do. */
export class EmbeddedError extends Error {
  readonly code: EmbeddedErrorCode;

  constructor(code: EmbeddedErrorCode, message: string, options?: ErrorOptions) {
    super(message.replace(/\s+/g, " ").trim(), options);
    this.name = "EmbeddedError";
    this.code = code;
  }
}

/** The code of a system error (`EACCES`, `ENOENT`, …) or undefined. */
export function errnoOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code;
}

const denied = new Set(["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST"]);

/** Turns a system error met while working in the data folder into an `EmbeddedError`. */
export function fileError(error: unknown, path: string): EmbeddedError {
  if (error instanceof EmbeddedError) return error;
  const errno = errnoOf(error);
  if (errno !== undefined && denied.has(errno)) {
    return new EmbeddedError(
      "unwritable",
      `The data folder ${path} cannot be written (${errno}); make it writable for this user or set JUMAR_DATA_DIR to another folder.`,
      { cause: error },
    );
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new EmbeddedError("start_failed", `The data folder ${path} cannot be used: ${reason}`, {
    cause: error,
  });
}
