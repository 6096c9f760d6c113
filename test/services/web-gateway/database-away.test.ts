import { settingsFromUrl } from "../../../shared/database";
import { startTcpProxy, type TcpProxy } from "../../support/consumers/tcp-proxy";
import { eventually } from "../../support/eventually";
import { browser, type Gateway, type Pool, startGateway } from "./support";

let behind: Gateway;
let gateway: Gateway;
let proxy: TcpProxy;
beforeAll(async () => {
  behind = await startGateway();
  proxy = await startTcpProxy(settingsFromUrl(behind.deps.config));
  const { host, port, user, password, database } = proxy.settings;
  const databaseUrl = `postgresql://${user}:${String(password ?? "")}@${host}:${port}/${database}`;
  gateway = await startGateway({ beside: behind, config: { databaseUrl } });
});
afterAll(async () => {
  proxy.open();
  await gateway.stop();
  await proxy.close();
  await behind.stop();
});

// The connections are really cut: nothing is mocked.
it("shows people a page that says so, in their language, and all is well when it is back", async () => {
  const { token } = await gateway.signUp();
  const asked = (language: string) => ({
    headers: { accept: "text/html", "accept-language": language, ...browser(token) },
  });
  expect((await gateway.ask("GET", "/users/settings", asked("en"))).status).toBe(200);

  proxy.cut();
  for (const [language, words] of [
    ["en", "The database is not responding."],
    ["de", "Die Datenbank antwortet nicht."],
  ] as const) {
    for (const path of ["/", "/users/settings"]) {
      const answer = await gateway.ask("GET", path, asked(language));
      expect(answer.status).toBe(503);
      expect(answer.headers["retry-after"]).toBeDefined();
      expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8");
      expect(answer.text).toContain(`<html lang="${language}">`);
      expect(answer.text).toContain(words);
      expect(answer.text).not.toMatch(/ECONN|select |node_modules/);
    }
  }

  proxy.open();
  await eventually(
    async () => (await gateway.ask("GET", "/users/settings", asked("en"))).status === 200,
  );
});

describe("health", () => {
  const get = (path: string) => gateway.ask("GET", path);

  it("is one word", async () => {
    for (const path of ["/health/live", "/health/ready"]) {
      expect(await get(path)).toMatchObject({ status: 200, text: "ok" });
    }
  });

  it("is not ready while the database does not answer, and alive all the same", async () => {
    const acquire = jest.spyOn(gateway.deps.db.client as Pool, "acquireConnection");
    acquire.mockRejectedValueOnce(new Error("connect ECONNREFUSED 10.0.0.1"));
    expect(await get("/health/ready")).toMatchObject({ status: 503, text: "unavailable" });
    const { pool } = gateway.deps.db.client as { pool: { max: number } };
    const every = Array.from({ length: pool.max }, () => gateway.deps.db.transaction());
    const held = await Promise.all(every);
    const [late, live] = await Promise.all([get("/health/ready"), get("/health/live")]);
    await Promise.all(held.map((trx) => trx.rollback()));
    expect(late).toMatchObject({ status: 503, text: "unavailable" });
    expect(live.status).toBe(200);
    acquire.mockRestore();
    expect((await get("/health/ready")).status).toBe(200);
  });
});
