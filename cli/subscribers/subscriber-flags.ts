import { Flags } from "@oclif/core";

/** For commands about one subscriber's inbox or about all. */
export const subscriberFlags = {
  subscriber: Flags.string({
    char: "s",
    description: "Only of this subscriber; without it, of all.",
    helpValue: "SUBSCRIBER",
  }),
  database: Flags.string({
    description: "The URL of the subscriber's own database, if its inbox is not in the platform's.",
    helpValue: "URL",
    dependsOn: ["subscriber"],
  }),
};
