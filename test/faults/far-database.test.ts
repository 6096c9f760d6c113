import { setTimeout as sleep } from "node:timers/promises";
import { testSettings } from "../../shared/testing/settings";
import { startTcpProxy, type TcpProxy } from "../support/consumers/tcp-proxy";
import { createTestDatabase, type TestDatabase } from "../support/database";
import { eventually } from "../support/eventually";
import { startLoad } from "../support/faults/load";
import { createChance } from "../support/faults/random";
import { type JumarProcess, spawnJumar, untilListening } from "../support/processes";

const WITHIN = 5_000;

describe("a database of two servers", () => {
  let database: TestDatabase;
  let near: TcpProxy;
  let far: TcpProxy;
  let jumar: JumarProcess;
  let url: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    near = await startTcpProxy(database.settings);
    far = await startTcpProxy(database.settings);
    const { user, database: name } = database.settings;
    const hosts = [near, far].map(({ settings }) => `127.0.0.1:${settings.port}`).join(",");
    jumar = spawnJumar(["start"], {
      ...testSettings,
      DATABASE_URL: `postgresql://${user}@${hosts}/${name}`,
      SECRET_KEY_BASE: "for the far database ".repeat(4),
      PORT: "0",
      OPS_PORT: "0",
      LOG_LEVEL: "warn",
    });
    url = `http://localhost:${(await untilListening(jumar)).port}`;
  });
  afterAll(async () => {
    jumar.child.kill("SIGTERM");
    const { code } = await jumar.exited;
    await Promise.all([near.close(), far.close()]);
    await database.drop();
    expect(code).toBe(0);
  });

  it("serves from the far one within 5 s of the near one's death, and from the near one when it is back", async () => {
    expect(near.connections()).toBeGreaterThan(1);
    expect(far.connections()).toBe(0);
    const load = startLoad({ urls: [url], chance: createChance(), perSecond: 20 });
    await eventually(() => load.registered.size > 20);

    near.cut();
    const died = Date.now();
    const before = load.registered.size;
    await eventually(() => load.registered.size > before + 3, WITHIN);
    const served = Date.now() - died;
    await sleep(2_000);
    expect(far.connections()).toBeGreaterThan(1);

    near.open();
    const returned = Date.now();
    await eventually(() => near.connections() > 1, WITHIN);
    const wasBack = Date.now() - returned;
    // What is idle at the far one is closed when it is next looked at, or after half a minute.
    await sleep(2_000);
    const failedSoFar = (load.statuses["503"] ?? 0) + (load.statuses["504"] ?? 0);
    await sleep(2_000);
    await load.stop();
    const failed = (load.statuses["503"] ?? 0) + (load.statuses["504"] ?? 0);
    process.stdout.write(
      `served by the far one after ${served} ms, back at the near one after ${wasBack} ms; ` +
        `answers ${JSON.stringify(load.statuses)}\n`,
    );
    expect(Object.keys(load.statuses).filter((s) => !["201", "503", "504"].includes(s))).toEqual(
      [],
    );
    expect(failed).toBe(failedSoFar);
    const { rows } = await database
      .of("test")
      .raw<{ rows: { users: number }[] }>("select count(*) as users from accounts.users");
    expect(rows[0]?.users).toBeGreaterThanOrEqual(load.registered.size);
  });
});
