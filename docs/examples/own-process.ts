/*
 * Moleculer services of your own in a process of your own. They share nothing with Jumar but its
 * RabbitMQ and its namespace; the database is yours, with a table
 * `gifts (user_id text, earned_at timestamptz)`.
 */
import { subscribingServices } from "jumar/subscriber";
import { ServiceBroker } from "moleculer";
import { signUpCounter } from "./sign-up-counter";
import { welcomeGifts } from "./welcome-gifts";

const amqpUrl = process.env.AMQP_URL ?? "amqp://localhost:5672";
const database = process.env.DATABASE_URL ?? "postgresql://postgres@localhost:5432/shop";

const broker = new ServiceBroker({
  namespace: "jumar",
  transporter: { type: "AMQP", options: { url: amqpUrl } },
  middlewares: [subscribingServices({ amqpUrl, database })],
});
broker.createService(signUpCounter);
broker.createService(welcomeGifts);
void broker.start();
