/*
 * A plain Moleculer service on the event bus: any service in the namespace `jumar` hears events by
 * their type. At most once, and nothing is kept while it is away.
 */
import type { Context, ServiceSchema } from "moleculer";
import type { EventOf, userRegistered } from "jumar/events";

let signUps = 0;

export const signUpCounter: ServiceSchema = {
  name: "sign-up-counter",
  events: {
    "user.registered"(ctx: Context<EventOf<typeof userRegistered>>) {
      signUps += 1;
      this.logger.info(`sign-up ${signUps}: ${ctx.params.data.email}`);
    },
  },
  actions: {
    count: () => signUps,
  },
};
