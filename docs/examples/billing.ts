/*
 * A program of its own that opens a customer account for everybody who registers. It needs no
 * Moleculer: only the RabbitMQ that Jumar publishes to, and a database of its own with a table
 * `customers (user_id text, email text)`.
 */
import { on, userDeleted, userEmailChanged, userRegistered } from "jumar/events";
import { subscribe } from "jumar/subscriber";

const billing = subscribe({
  amqpUrl: process.env.AMQP_URL ?? "amqp://localhost:5672",
  database: process.env.DATABASE_URL ?? "postgresql://postgres@localhost:5432/billing",
  name: "billing",
  on: [
    on(userRegistered, async (_deps, { subject = "", data }, trx) => {
      // Written through `trx`, it is there exactly once, however often the event comes.
      await trx.table("customers").insert({ user_id: subject, email: data.email });
    }),
    on(userEmailChanged, async (_deps, { subject = "", data }, trx) => {
      await trx.table("customers").where({ user_id: subject }).update({ email: data.email });
    }),
    on(userDeleted, async (_deps, { subject = "" }, trx) => {
      await trx.table("customers").where({ user_id: subject }).delete();
    }),
  ],
});

process.once("SIGTERM", () => void billing.stop());
billing.ready().then(
  () => console.log("billing hears of every user"),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
    return billing.stop();
  },
);
