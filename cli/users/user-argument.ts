import { Args } from "@oclif/core";

/** A user, as operators name one. */
export const userArgument = Args.string({
  description: "The user, by id or e-mail address.",
  required: true,
  ignoreStdin: true,
});
