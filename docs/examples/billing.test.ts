/*
 * How the billing service is tested, with jest or Node's test runner alike. It hears events, so it
 * wants a RabbitMQ and a database: those of this machine, or, with JUMAR_TEST_MODE=containers, in
 * containers.
 */
import { eventually, startJumar, type Jumar } from "jumar/testing";
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Client } from "pg";

let jumar: Jumar;
let billing: ChildProcess;
let database: Client;
before(async () => {
  const mode = process.env.JUMAR_TEST_MODE === "containers" ? "containers" : "local";
  jumar = await startJumar({ mode });
  database = new Client({ connectionString: jumar.databaseUrl });
  await database.connect();
  await database.query("create table customers (user_id text, email text)");
  billing = spawn(process.execPath, ["--import", "tsx", join(__dirname, "billing.ts")], {
    env: { ...process.env, ...jumar.env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  // It hears of what happens from when its queue is there, which is when it says so.
  if (billing.stdout) await once(billing.stdout, "data");
});
after(async () => {
  billing.kill();
  await database.end();
  await jumar.stop();
});

test("opens an account for everybody who registers", async () => {
  const { id, email } = await jumar.createUser();
  const customer = await eventually(async () => {
    const { rows } = await database.query("select * from customers where user_id = $1", [id]);
    return rows[0] as object | undefined;
  }, 30_000);
  assert.deepEqual(customer, { user_id: id, email });
});
