import { Flags } from "@oclif/core";
import { timeFlag } from "../times";

// Beside filters.ts, because commands are loaded for every help and should load little.
export const typeFlag = Flags.string({
  description: "Only this type, or several with commas between.",
  helpValue: "TYPE",
});
export const subjectFlag = Flags.string({
  description: "Only about this user, by id.",
  helpValue: "ID",
});
export const sinceFlag = timeFlag({ description: "Not before this time, day, or e.g. 90m ago." });
export const untilFlag = timeFlag({ description: "Before this time, day, or e.g. 7d ago." });
