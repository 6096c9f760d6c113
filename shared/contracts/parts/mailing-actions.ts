import { z } from "zod";
import { action } from "../define-contract";
import { idOf, language } from "../fields";
import { mailPurpose } from "../mail-kinds";

/** The language a user is written to in; absent from older services, null until it is known. */
const mailLanguage = language.nullable().optional();

/**
 * What the notifier asks the service whose event asked for a mail, when the mail is about to be sent:
 * spread into the contract of each service that publishes such events.
 */
export const mailingActions = {
  issueMailToken: action({
    summary: "The token for a mail that is about to be sent, and the address it may go to.",
    access: { who: "internal" },
    params: z.strictObject({
      user_id: idOf("user"),
      purpose: mailPurpose,
      event_id: idOf("event"),
    }),
    result: z.object({
      token: z.string(),
      to: z.string(),
      language: mailLanguage,
      expires_at: z.string(),
    }),
    errors: ["not_found", "already_confirmed", "token_invalid"],
  }),
  findNoticeAddress: action({
    summary: "Where the notice about an event of a user goes.",
    access: { who: "internal" },
    params: z.strictObject({ user_id: idOf("user"), event_id: idOf("event") }),
    result: z.object({ to: z.string(), language: mailLanguage }),
    errors: ["not_found"],
  }),
};
