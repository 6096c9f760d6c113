import { ConfigError, loadConfig } from "../../../shared/config";
import { PRODUCTION } from "./production-env";

/** What is refused, by variable; an empty object when nothing is. */
function refused(changes: Record<string, string | undefined>): Record<string, string> {
  try {
    loadConfig({ ...PRODUCTION, ...changes });
    return {};
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return Object.fromEntries(error.problems.map(({ variable, problem }) => [variable, problem]));
  }
}

/** That exactly this variable is refused, with a remedy, and that its value is not repeated. */
function expectRefusal(variable: string, value: string | undefined, remedy: RegExp | string): void {
  const problems = refused({ [variable]: value });
  expect(Object.keys(problems)).toEqual([variable]);
  expect(problems[variable]).toMatch(remedy);
  if (value !== undefined && value.length > 9) expect(problems[variable]).not.toContain(value);
}

describe("production", () => {
  it("takes a configuration in which everything is proved", () => {
    expect(refused({})).toEqual({});
    expect(refused({ AMQP_URL: "amqps://accounts:9c5e07b1d2@mq/jumar" })).toEqual({});
    expect(refused({ SMTP_URL: "smtp://u:9c5e07b1d2@mail:587?requireTLS=true" })).toEqual({});
  });

  it("refuses a previous secret that can be guessed, and takes none or another", () => {
    expectRefusal("SECRET_KEY_BASE_PREVIOUS", "8f3a9c", "64 characters");
    expectRefusal("SECRET_KEY_BASE_PREVIOUS", "0123456789abcdef".repeat(5), "too simple");
    const swapped = PRODUCTION.SECRET_KEY_BASE?.split("").reverse().join("");
    expect(refused({ SECRET_KEY_BASE_PREVIOUS: swapped })).toEqual({});
  });

  it.each(["SECRET_KEY_BASE", "DATABASE_URL", "SMTP_URL", "PUBLIC_URL"])("needs %s", (variable) => {
    expectRefusal(variable, undefined, "is required in production");
  });

  it.each([
    ["short", "8f3a9c", "64 characters"],
    ["one letter", "a".repeat(64), "openssl rand -hex 48"],
    ["one piece over and over", "0123456789abcdef".repeat(5), "openssl rand -hex 48"],
    [
      "an example",
      "change-me-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQ",
      "openssl rand",
    ],
  ])("refuses a SECRET_KEY_BASE that is %s", (_, value, remedy) => {
    expectRefusal("SECRET_KEY_BASE", value, remedy);
  });

  it.each([
    "amqps://mq",
    "amqps://guest:guest@mq",
    "amqps://guest:9c5e07b1d2@mq",
    "amqp://guest:guest@127.0.0.1",
  ])("refuses the broker's user guest, wherever it is: %s", (url) => {
    expectRefusal("AMQP_URL", url, /guest|everybody knows/);
  });

  it.each([
    ["DATABASE_URL", "postgresql://jumar:jumar@db/jumar?sslmode=verify-full"],
    ["DATABASE_URL", "postgresql://jumar:postgres@db/jumar?sslmode=verify-full"],
    ["AMQP_URL", "amqps://accounts:accounts@mq"],
    ["AMQP_URL", "amqps://accounts:change%2Dme@mq"],
    ["SMTP_URL", "smtps://jumar:password@mail"],
  ])("refuses a password in %s that everybody knows", (variable, url) => {
    expectRefusal(variable, url, "openssl rand -hex 24");
  });

  it.each([
    ["DATABASE_URL", "postgresql://jumar:9c5e07b1d2@db/jumar", "DATABASE_SSL_CA"],
    ["DATABASE_URL", "postgresql://jumar:9c5e07b1d2@db/jumar?sslmode=disable", "DATABASE_SSL_CA"],
    ["DATABASE_URL", "postgresql://jumar:9c5e07b1d2@localhost:26257,far/jumar", "DATABASE_SSL_CA"],
    [
      "DATABASE_URL",
      "postgresql://jumar:9c5e07b1d2@localhost/jumar?host=10.0.0.7",
      "DATABASE_SSL_CA",
    ],
    ["AMQP_URL", "amqp://accounts:9c5e07b1d2@mq", "amqps://"],
    ["AMQP_URL", "amqp://accounts:9c5e07b1d2@localhost,mq:5672", "amqps://"],
    ["SMTP_URL", "smtp://jumar:9c5e07b1d2@mail:587", "requireTLS"],
    ["SMTP_URL", "smtps://jumar:9c5e07b1d2@mail?tls.rejectUnauthorized=false", "smtps://"],
  ])("refuses %s without verified TLS to another machine: %s", (variable, url, remedy) => {
    expectRefusal(variable, url, remedy);
  });

  it.each([
    ["DATABASE_URL", "postgresql://jumar:jumar@127.0.0.1/jumar"],
    ["DATABASE_URL", "postgresql://jumar@localhost:26257,[::1]:26258/jumar"],
    ["DATABASE_URL", "postgresql://jumar@localhost/jumar?host=/var/run/postgresql"],
    ["AMQP_URL", "amqp://accounts:accounts@localhost"],
    ["AMQP_URL", "amqp://accounts:accounts@127.0.0.1:5672,[::1]:5673/jumar"],
    ["SMTP_URL", "smtp://localhost:25"],
  ])("asks no TLS of what stays on this machine: %s %s", (variable, url) => {
    expect(refused({ [variable]: url })).toEqual({});
  });

  it("goes without TLS where an operator says that the network itself is encrypted", () => {
    const AMQP_URL = "amqp://accounts:9c5e07b1d2@mq";
    expect(refused({ AMQP_URL, JUMAR_PLAIN_CONNECTIONS: "broker" })).toEqual({});
    expect(refused({ AMQP_URL, JUMAR_PLAIN_CONNECTIONS: "mail, database" })).toHaveProperty(
      "AMQP_URL",
    );
    expectRefusal("JUMAR_PLAIN_CONNECTIONS", "everything", "database, broker, mail");
  });

  it("refuses Node's switch that turns the verification of TLS off", () => {
    expectRefusal("NODE_TLS_REJECT_UNAUTHORIZED", "0", "remove it");
    expect(refused({ NODE_TLS_REJECT_UNAUTHORIZED: "1" })).toEqual({});
  });

  it("wants the service that knows breached passwords under https", () => {
    const url = "http://api.pwnedpasswords.com/range";
    expectRefusal("JUMAR_BREACHED_PASSWORDS_URL", url, "https://");
    expect(refused({ NODE_ENV: "development", JUMAR_BREACHED_PASSWORDS_URL: url })).toEqual({});
    expect(refused({ JUMAR_BREACHED_PASSWORDS_URL: url.replace("http:", "https:") })).toEqual({});
  });

  it("wants the pages under https", () => {
    expectRefusal("PUBLIC_URL", "http://accounts.example.com", "https://");
  });

  it("wants Argon2id at OWASP's floor or above", () => {
    expect(refused({ JUMAR_ARGON2_MEMORY: "19455" })).toHaveProperty("JUMAR_ARGON2_MEMORY");
    expect(refused({ JUMAR_ARGON2_MEMORY: "38912", JUMAR_ARGON2_TIME: "1" })).toEqual({});
  });
});

describe("a setting that is misspelt or contradicts another", () => {
  const problemsOf = (env: Record<string, string>) => refused({ NODE_ENV: "development", ...env });

  it.each(["JUMAR_SESION_DAYS", "DATABASE_SSL_CERTIFICATE", "AMQP_SSL_ROOT"])(
    "is refused by its name: %s",
    (variable) => {
      expect(problemsOf({ [variable]: "x" })).toEqual({
        [variable]: "is not a setting of Jumar; remove or correct it",
      });
    },
  );

  it("is refused when a certificate has no key, or a key no certificate", () => {
    const AMQP_URL = "amqps://u:p@mq";
    expect(problemsOf({ DATABASE_SSL_CERT: "c.crt" })).toHaveProperty("DATABASE_SSL_KEY");
    expect(problemsOf({ AMQP_URL, AMQP_SSL_KEY: "c.key" })).toHaveProperty("AMQP_SSL_CERT");
  });

  it("is refused when it would not be used: an authority for a broker without TLS", () => {
    expect(problemsOf({ AMQP_URL: "amqp://u:p@mq", AMQP_SSL_CA: "ca.crt" })).toEqual({
      AMQP_SSL_CA: expect.stringContaining("amqps://") as string,
    });
  });

  it("is refused when nobody would be believed: a client's header without trusted proxies", () => {
    const CLIENT_ADDRESS_HEADER = "Fly-Client-IP";
    expect(problemsOf({ CLIENT_ADDRESS_HEADER })).toEqual({
      CLIENT_ADDRESS_HEADER: expect.stringContaining("TRUSTED_PROXIES") as string,
    });
    const TRUSTED_PROXIES = "172.16.0.0/12";
    expect(problemsOf({ CLIENT_ADDRESS_HEADER, TRUSTED_PROXIES })).toEqual({});
    for (const wrong of ["Fly Client", "fly:client", "-", "Forwarded"]) {
      expect(problemsOf({ CLIENT_ADDRESS_HEADER: wrong, TRUSTED_PROXIES })).toHaveProperty(
        "CLIENT_ADDRESS_HEADER",
      );
    }
  });

  it("is refused when it is no URL at all", () => {
    expect(problemsOf({ AMQP_URL: "amqp://" })).toHaveProperty("AMQP_URL");
    expect(problemsOf({ AMQP_URL: "amqp://u:p@mq,/jumar" })).toHaveProperty("AMQP_URL");
    expect(problemsOf({ AMQP_URL: "amqp://u:p@mq,mq:port" })).toHaveProperty("AMQP_URL");
    expect(problemsOf({ SMTP_URL: "smtps://a b" })).toHaveProperty("SMTP_URL");
  });
});
