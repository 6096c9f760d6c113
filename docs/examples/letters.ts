/*
 * A program of its own that has a letter printed for everybody who confirms their address. The printer
 * takes its time, so the work is done outside of the transaction. It needs a database with a table
 * `letters (user_id text, order_number text)` and a printer that takes orders at PRINTER_URL.
 */
import { on, userConfirmed } from "jumar/events";
import { subscribe } from "jumar/subscriber";

const printer = process.env.PRINTER_URL ?? "http://localhost:8080/orders";

const letters = subscribe({
  amqpUrl: process.env.AMQP_URL ?? "amqp://localhost:5672",
  database: process.env.DATABASE_URL ?? "postgresql://postgres@localhost:5432/letters",
  name: "letters",
  tuning: { concurrency: 8 },
  on: [
    on(
      userConfirmed,
      {
        // No transaction is open meanwhile. It may be done again after a crash: the key tells the printer.
        async work(_deps: unknown, { id, subject = "" }, { signal }) {
          const headers = { "Idempotency-Key": id };
          const answer = await fetch(printer, { method: "POST", headers, body: subject, signal });
          if (!answer.ok) throw new Error(`the printer answered ${answer.status}`);
          return await answer.text();
        },
        async effect(_deps, { subject = "" }, trx, orderNumber) {
          await trx.table("letters").insert({ user_id: subject, order_number: orderNumber });
        },
        timeout: 600,
      },
      {
        onFailure(_deps, { id }, error, { attempts, givenUp }) {
          console.error(id, givenUp ? "is given up:" : `failed ${attempts} times:`, error.message);
        },
      },
    ),
  ],
});

process.once("SIGTERM", () => {
  void letters.stop().then(({ left }) => {
    if (left.length > 0) console.log("left for later:", left.join(", "));
    process.exit();
  });
});
letters.ready().then(
  () => console.log("letters are printed"),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
    return letters.stop();
  },
);
