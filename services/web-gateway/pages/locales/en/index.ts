import { account } from "./account";
import { admin } from "./admin";
import { common } from "./common";
import { errors } from "./errors";
import { events } from "./events";
import { security } from "./security";
import { settings } from "./settings";

/** Everything that pages say, in English. */
export const en = {
  ...common,
  ...account,
  ...settings,
  ...security,
  ...admin,
  ...events,
  ...errors,
} as const;
