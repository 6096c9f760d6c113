import { errorCatalogue, type ErrorCode } from "./catalogue";

/** What is wrong with one field: a JSON pointer into the input, a stable code and a sentence. */
export interface FieldError {
  pointer: string;
  code: string;
  detail: string;
}

export interface AppErrorOptions {
  detail?: string;
  errors?: FieldError[];
  /** Seconds after which trying again makes sense. */
  retryAfter?: number;
  /** What is away when something is `unavailable`: `database`, or the name of a service. */
  part?: string;
  /** What an `insufficient_user_authentication` asks for: proofs of at most so many seconds ago, and so sure. */
  stepUp?: { within?: number; assurance?: number };
  cause?: unknown;
}

/** The one error that domain code throws on purpose; everything else is a defect or an outage. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly status: number;
  readonly detail: string | undefined;
  readonly errors: FieldError[] | undefined;
  readonly retryAfter: number | undefined;
  readonly part: string | undefined;
  readonly stepUp: AppErrorOptions["stepUp"];

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(options.detail ?? errorCatalogue[code].title, { cause: options.cause });
    this.code = code;
    this.status = errorCatalogue[code].status;
    this.detail = options.detail;
    this.errors = options.errors;
    this.retryAfter = options.retryAfter;
    this.part = options.part;
    this.stepUp = options.stepUp;
  }

  /** A `validation_failed` about a single field, e.g. `AppError.field("/email", "email_taken", "…")`. */
  static field(pointer: string, code: string, detail: string): AppError {
    return new AppError("validation_failed", { errors: [{ pointer, code, detail }] });
  }
}
