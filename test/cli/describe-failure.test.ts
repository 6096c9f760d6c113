import { describeFailure } from "../../cli/describe-failure";
import { AppError } from "../../shared/errors";

function failure(message: string, fields: Record<string, unknown>): Error {
  return Object.assign(new Error(message), fields);
}

describe("a failure", () => {
  const before = process.env.DATABASE_URL;
  beforeEach(() => {
    process.env.DATABASE_URL = "postgresql://joe:hunter2%21@db.example.com/jumar";
  });
  afterEach(() => {
    if (before === undefined) delete process.env.DATABASE_URL;
    else process.env.DATABASE_URL = before;
  });

  it.each([
    ["28P01", "refused the user or the password"],
    ["28000", "does not let the user of DATABASE_URL in"],
    ["3D000", "`jumar migrate` creates it"],
    ["42501", "may not do this"],
    ["53300", "no connection left; raise the database's `max_connections`"],
    ["57P03", "takes no connections yet"],
    ["ECONNREFUSED", "cannot be reached (nobody listens there)"],
    ["ENOTFOUND", "cannot be reached (no such host)"],
    ["SELF_SIGNED_CERT_IN_CHAIN", "DATABASE_SSL_CA"],
  ])("of the database with code %s says what to do", (code, advice) => {
    const lines = describeFailure(failure("hunter2!", { code }));
    expect(lines).toEqual([expect.stringContaining(advice)]);
    expect(lines[0]).not.toContain("hunter2");
  });

  it("of a pool without a free connection names what to raise", () => {
    const name = "KnexTimeoutError";
    const text = "Knex: Timeout acquiring a connection. The pool is probably full.";
    const [line] = describeFailure(failure(text, { name }));
    expect(line).toMatch(/raise DATABASE_POOL_SIZE .*`max_connections`$/);
  });

  it("of a statement tells what the database said, not the statement", () => {
    const error = failure('insert into x (y) values ($1) - relation "x" does not exist', {
      code: "42P01",
      severity: "ERROR",
    });
    expect(describeFailure(error)).toEqual([
      'the database refused a statement: relation "x" does not exist (42P01)',
    ]);
  });

  it("behind an outage that a service reports is the database's", () => {
    const cause = failure("connect", { code: "ECONNREFUSED", address: "10.0.0.1", port: 26257 });
    expect(describeFailure(new AppError("unavailable", { cause }))).toEqual([
      "the database on 10.0.0.1, port 26257 cannot be reached (nobody listens there); check that it runs, and DATABASE_URL",
    ]);
  });

  it("of a field names the field", () => {
    const error = AppError.field("/password", "too_small", "must be at least 12 characters");
    expect(describeFailure(error)).toEqual(["password must be at least 12 characters"]);
  });

  it("that nobody foresaw is one line without secrets", () => {
    const message =
      "no luck with postgresql://joe:hunter2%21@db.example.com/jumar nor amqp://a:b@c, hunter2!\n  at x";
    const lines = describeFailure(new Error(message));
    expect(lines).toEqual([
      "something went wrong that should not: no luck with … nor amqp://…@c, …",
    ]);
  });
});
