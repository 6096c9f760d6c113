import { loadConfig } from "../../../shared/config";
import { connect, settingsFromUrl } from "../../../shared/database";
import { jumar } from "../../cli/support";
import {
  type Authority,
  type Certified,
  createAuthority,
  whyNoCertificates,
} from "../../support/certificates";
import { createTestDatabase, type TestDatabase } from "../../support/database";
import { withPart } from "../../support/left-out";
import { startTlsProxy, type TlsProxy } from "../../support/tls-proxy";

withPart("TLS to the database", whyNoCertificates(), () => {
  let database: TestDatabase;
  let authority: Authority;
  let other: Authority;
  let client: Certified;
  let proxy: TlsProxy;
  let env: Record<string, string>;

  beforeAll(async () => {
    database = await createTestDatabase();
    authority = createAuthority();
    other = createAuthority();
    client = authority.client("ada");
    proxy = await startTlsProxy(database.settings, authority, authority.server("localhost"));
    env = {
      DATABASE_URL: urlAt("localhost"),
      DATABASE_SSL_CA: authority.ca,
      DATABASE_SSL_CERT: client.cert,
      DATABASE_SSL_KEY: client.key,
    };
  });
  afterAll(async () => {
    await proxy.close();
    authority.remove();
    other.remove();
    await database.drop();
  });

  function urlAt(host: string, query = ""): string {
    const { user, database: name } = database.settings;
    return `postgresql://${user}@${host}:${proxy.port}/${name}${query}`;
  }

  async function answer(variables: Record<string, string>): Promise<unknown> {
    const settings = settingsFromUrl(loadConfig(variables));
    const pool = connect({ settings, service: "test", poolSize: 1 });
    try {
      const { rows } = await pool.raw<{ rows: unknown[] }>("select 1 as one");
      return rows;
    } finally {
      await pool.destroy();
    }
  }

  it("shows its certificate to a server that has one of the same authority", async () => {
    expect(await answer(env)).toEqual([{ one: 1 }]);
    expect(proxy.lastClient()).toBe("ada");
  });

  it("refuses a server of another name", async () => {
    await expect(answer({ ...env, DATABASE_URL: urlAt("127.0.0.1") })).rejects.toMatchObject({
      code: "ERR_TLS_CERT_ALTNAME_INVALID",
    });
  });

  it("refuses a server of another authority", async () => {
    await expect(answer({ ...env, DATABASE_SSL_CA: other.ca })).rejects.toMatchObject({
      code: expect.stringMatching(/CERT|SIGNATURE/) as string,
    });
  });

  it("verifies also when it is only asked for TLS", async () => {
    const DATABASE_URL = urlAt("localhost", "?sslmode=require");
    await expect(answer({ DATABASE_URL })).rejects.toThrow(/certificate/);
  });

  it("verifies also when it only has a certificate to show", async () => {
    const { DATABASE_URL = "", DATABASE_SSL_CERT = "", DATABASE_SSL_KEY = "" } = env;
    await expect(answer({ DATABASE_URL, DATABASE_SSL_CERT, DATABASE_SSL_KEY })).rejects.toThrow(
      /certificate/,
    );
  });

  it("gets nowhere without a certificate, with another authority's, or without TLS", async () => {
    const foreign = other.client("ada");
    const { DATABASE_URL = "", DATABASE_SSL_CA = "" } = env;
    const without: Record<string, string>[] = [
      { DATABASE_URL, DATABASE_SSL_CA },
      { ...env, DATABASE_SSL_CERT: foreign.cert, DATABASE_SSL_KEY: foreign.key },
      { DATABASE_URL },
    ];
    for (const variables of without) {
      await expect(answer(variables)).rejects.toThrow();
    }
  });

  it("names the variable of a file that cannot be read", () => {
    expect(() =>
      settingsFromUrl(loadConfig({ ...env, DATABASE_SSL_KEY: "/nowhere/client.key" })),
    ).toThrow("DATABASE_SSL_KEY names a file that cannot be read");
  });

  it("lets jumar doctor say what is wrong and what to do", async () => {
    const { code, stdout } = await jumar(["doctor", "--json"], {
      ...env,
      DATABASE_SSL_CA: other.ca,
    });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toContainEqual({
      part: "database",
      state: "problem",
      detail: "the TLS connection to the database failed",
      remedy: "check sslmode in DATABASE_URL and DATABASE_SSL_CA, _CERT and _KEY",
    });
    const right = await jumar(["doctor", "--json"], env);
    expect(JSON.parse(right.stdout)).toContainEqual(
      expect.objectContaining({ part: "database", state: "ok" }),
    );
  });
});
