import { audit } from "../../shared/contracts";
import { onEvery } from "../../shared/events";
import { defineService, subscriberActions } from "../../shared/service";
import { activity } from "./domain/activity";
import { checkpoint, verifyCheckpoint } from "./domain/checkpoint";
import { forgetOrigins } from "./domain/forget-origins";
import { list } from "./domain/list";
import { recordEvents } from "./domain/record-events";
import { verify, verifyPart } from "./domain/verify";

/** Owns the audit trail: every event there is, in chains of hashes that nobody can change unseen. */
export default defineService(audit, {
  actions: {
    list,
    activity,
    verify,
    verifyPart,
    checkpoint,
    verifyCheckpoint,
    ...subscriberActions,
  },
  subscribe: [onEvery(recordEvents)],
  background: (deps) => [forgetOrigins(deps)],
});
