import { z } from "zod";
import { action, defineContract } from "./define-contract";
import { text } from "./fields";
import { mail } from "./resources";
import { subscriberActions } from "./subscriber-actions";

export const notifier = defineContract("notifier", {
  listMail: action({
    summary: "Every mail that was caught instead of sent, the newest first (development only).",
    access: "internal",
    params: z.strictObject({ to: text(1, 200).optional() }),
    result: z.object({ data: z.array(mail) }),
    errors: ["not_found"],
  }),
  ...subscriberActions,
});
