import type { Wording } from "../../../../../shared/languages";
import type { en } from "../en";
import { account } from "./account";
import { admin } from "./admin";
import { common } from "./common";
import { errors } from "./errors";
import { events } from "./events";
import { security } from "./security";
import { settings } from "./settings";

/** Everything that pages say, in German. */
export const de: Wording<typeof en> = {
  ...common,
  ...account,
  ...settings,
  ...security,
  ...admin,
  ...events,
  ...errors,
};
