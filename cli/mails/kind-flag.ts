import { Flags } from "@oclif/core";

export const kindFlag = Flags.string({
  char: "k",
  description: "Only of this kind, e.g. confirmation; without it, of all.",
  helpValue: "KIND",
});
