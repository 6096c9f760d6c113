import { Flags } from "@oclif/core";

export const subscriberFlag = Flags.string({
  char: "s",
  description: "Only of this subscriber; without it, of all.",
  helpValue: "SUBSCRIBER",
});
