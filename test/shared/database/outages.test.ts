import { pino } from "pino";
import { startLoop } from "../../../shared/background";
import { connect, tellDatabaseOutages } from "../../../shared/database";
import { AppError } from "../../../shared/errors";
import { startTcpProxy, type TcpProxy } from "../../support/consumers/tcp-proxy";
import { createTestDatabase, type TestDatabase } from "../../support/database";
import { eventually } from "../../support/eventually";

let database: TestDatabase;
let proxy: TcpProxy;
beforeAll(async () => {
  database = await createTestDatabase({ migrated: false });
  proxy = await startTcpProxy(database.settings);
});
afterAll(async () => {
  try {
    await proxy.close();
  } finally {
    await database.drop();
  }
});

/** Two services' pools, loops that need them, and what the log says of it all. */
function service(settings = { ...database.settings, ...proxy.settings }) {
  const lines: { level: number; msg: string }[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[number]);
  const log = pino({ level: "info" }, { write });
  const outages = tellDatabaseOutages(log);
  const pools = ["one", "other"].map((name) => connect({ settings, service: name, poolSize: 2 }));
  let rounds = 0;
  const loops = pools.map((pool, n) => {
    outages.watch(pool);
    const work = async (): Promise<false> => {
      try {
        await pool.raw("select 1");
      } finally {
        rounds += 1;
      }
      return false;
    };
    return startLoop({ name: `loop ${n}`, interval: 20, log, work });
  });
  return {
    said: () => lines.map(({ msg }) => msg),
    rounds: () => rounds,
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
      outages.stop();
      await Promise.all(pools.map((pool) => pool.destroy()));
    },
  };
}

describe("the log of an outage of the database", () => {
  it("has a line with its cause when it goes and one when it is back, of all loops together", async () => {
    const { said, rounds, stop } = service();
    try {
      await eventually(() => rounds() > 4);
      proxy.cut();
      const before = rounds();
      await eventually(() => rounds() > before + 8);
      expect(said()).toEqual([
        expect.stringMatching(
          /^the database.* cannot be reached.*; check that it runs, and DATABASE_URL; trying again$/,
        ),
      ]);
      proxy.open();
      await eventually(() => said().length > 1);
      expect(said().slice(1)).toEqual(["the database is back"]);
    } finally {
      await stop();
    }
  });

  it("says what to do about one that has no connection left", async () => {
    const role = `full_${database.settings.database}`;
    const admin = database.of("admin");
    await admin.raw(`create role ${role} login connection limit 0`);
    const { said, rounds, stop } = service({ ...database.settings, user: role });
    try {
      await eventually(() => rounds() > 4);
    } finally {
      await stop();
      await admin.raw(`drop role ${role}`);
    }
    expect(said()).toEqual([
      expect.stringMatching(/no connection left; raise .*`max_connections`.*DATABASE_POOL_SIZE/),
    ]);
  });
});

it("a loop that waits for RabbitMQ leaves it to its connection to say so", async () => {
  const lines: string[] = [];
  const log = pino({ level: "info" }, { write: (line: string) => void lines.push(line) });
  let rounds = 0;
  const work = (): Promise<never> => {
    rounds += 1;
    return Promise.reject(new AppError("unavailable", { part: "broker" }));
  };
  const loop = startLoop({ name: "relay", interval: 20, log, work });
  try {
    await eventually(() => rounds > 2);
  } finally {
    await loop.stop();
  }
  expect(lines).toEqual([]);
});
