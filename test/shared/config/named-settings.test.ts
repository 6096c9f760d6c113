import { createTransport } from "nodemailer";
import { ConfigError, loadConfig } from "../../../shared/config";
import { PRODUCTION } from "./production-env";

/** What is refused, by variable. */
function refused(env: Record<string, string>): Record<string, string> {
  try {
    loadConfig(env);
    return {};
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return Object.fromEntries(error.problems.map(({ variable, problem }) => [variable, problem]));
  }
}

describe("a setting that cannot be meant is refused by its name, in one line, without its value:", () => {
  it.each([
    ["HOST", "not a host!!"],
    ["HOST", "[::1]"],
    ["HOST", "http://localhost"],
    ["HOST", "127.0.0.1:4000"],
    ["HOST", "-corp.test"],
    ["HOST", "accounts..corp.test"],
    ["MAIL_FROM", "nonsense"],
    ["MAIL_FROM", "Acme"],
    ["MAIL_FROM", "@corp.test"],
    ["MAIL_FROM", "Acme <accounts@corp.test"],
    ["MAIL_FROM", "Acme accounts@corp.test"],
    ["MAIL_FROM", "a@corp.test, b@corp.test"],
    ["MAIL_FROM", "A <a@corp.test>, B <b@corp.test>"],
    ["MAIL_FROM", "A <a@corp.test> B <b@corp.test>"],
    ["MAIL_FROM", "a@corp.test;b@corp.test"],
    ["MAIL_FROM", "Group: a@corp.test;"],
    ["MAIL_FROM", "<a@b@corp.test>"],
    ["MAIL_FROM", "a@corp..test"],
    ["MAIL_FROM", "Acme\r\nBcc: x@corp.test <a@corp.test>"],
    ["MAIL_FROM", "a@corp.test\r\nRCPT TO:<x@corp.test>"],
    ["MAIL_FROM", '"Acme\n" <a@corp.test>'],
    ["MAIL_FROM", "<a\u0000@corp.test>"],
    ["PUBLIC_URL", "accounts.corp.test"],
    ["PUBLIC_URL", "https://accounts.corp.test/path"],
    ["PUBLIC_URL", "https://user@accounts.corp.test"],
    ["PUBLIC_URL", "https://accounts.corp.test?x"],
    ["PUBLIC_URL", "https://accounts.corp.test#x"],
    ["PUBLIC_URL", "https://accounts.\ncorp.test"],
    ["PUBLIC_URL", "https:\\\\accounts.corp.test"],
    ["PUBLIC_URL", "https://accounts.corp.test:99999"],
    ["PUBLIC_URL", "ftp://accounts.corp.test"],
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "http://a b:4318"],
  ])("%s %j", (variable, value) => {
    const problems = refused({ [variable]: value });
    expect(Object.keys(problems)).toEqual([variable]);
    expect(problems[variable]).toMatch(/^must be [^\n]+$/);
    expect(problems[variable]).not.toContain(value);
  });
});

describe("PUBLIC_URL", () => {
  it.each([
    ["https://accounts.example.com", "https://accounts.example.com"],
    ["https://accounts.example.com/", "https://accounts.example.com"],
    ["https://Accounts.Example.com:443", "https://accounts.example.com"],
    ["https://konten.münchen.example", "https://konten.xn--mnchen-3ya.example"],
    ["http://[::1]:4000", "http://[::1]:4000"],
  ])("%s is the origin that browsers send: %s", (value, publicUrl) => {
    expect(loadConfig({ PUBLIC_URL: value }).publicUrl).toBe(publicUrl);
  });
});

describe("HOST", () => {
  it.each(["::", "0.0.0.0", "fe80::1%eth0", "localhost", "Web-1.internal", "a_b.c"])(
    "may be %s",
    (value) => {
      expect(loadConfig({ HOST: value }).host).toBe(value);
    },
  );
});

describe("MAIL_FROM", () => {
  it.each([
    ["accounts@example.com", "accounts@example.com"],
    ["<accounts@example.com>", "accounts@example.com"],
    ["Jumar <accounts@example.com>", "accounts@example.com"],
    ["Müller & Söhne GmbH. <o'brien+x@example.com>", "o'brien+x@example.com"],
    ['"Example, Inc. <x>" <accounts@example.com>', "accounts@example.com"],
    ["jumar@localhost", "jumar@localhost"],
  ])("%s is one sender on the envelope: %s", async (value, sender) => {
    const transport = createTransport({ streamTransport: true, buffer: true });
    const { mailFrom } = loadConfig({ MAIL_FROM: value });
    const { envelope } = await transport.sendMail({ from: mailFrom, to: "x@example.com" });
    expect(envelope).toEqual({ from: sender, to: ["x@example.com"] });
  });

  it("is made of the host of PUBLIC_URL when it is not set", () => {
    expect(loadConfig(PRODUCTION).mailFrom).toBe("Jumar <jumar@accounts.example.com>");
    const PUBLIC_URL = "https://münchen.example:8443";
    expect(loadConfig({ ...PRODUCTION, PUBLIC_URL }).mailFrom).toBe(
      "Jumar <jumar@xn--mnchen-3ya.example>",
    );
    expect(loadConfig({}).mailFrom).toBe("Jumar <jumar@localhost>");
    expect(loadConfig({ PUBLIC_URL: "http://127.0.0.1:4000" }).mailFrom).toBe(
      "Jumar <jumar@localhost>",
    );
  });

  it.each(["https://192.0.2.1", "https://[2001:db8::1]"])(
    "is required in production where there is no name to make it of: %s",
    (PUBLIC_URL) => {
      expect(Object.keys(refused({ ...PRODUCTION, PUBLIC_URL }))).toEqual(["MAIL_FROM"]);
      const MAIL_FROM = "accounts@example.com";
      expect(refused({ ...PRODUCTION, PUBLIC_URL, MAIL_FROM })).toEqual({});
    },
  );
});
