/*
 * A Moleculer service on the worker queue: with `subscribe` in its schema it gets a queue and an
 * inbox of its own, in a schema named like the service, and every event has its effect exactly once.
 */
import { on, userConfirmed } from "jumar/events";
import type { SubscribingSchema } from "jumar/service";
import type { ServiceSchema } from "moleculer";

export const welcomeGifts: ServiceSchema & SubscribingSchema = {
  name: "welcome-gifts",
  subscribe: [
    on(userConfirmed, async (_service, { subject = "", time }, trx) => {
      await trx.table("gifts").insert({ user_id: subject, earned_at: time });
    }),
  ],
};
