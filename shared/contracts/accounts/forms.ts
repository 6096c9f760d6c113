import { z } from "zod";
import { action } from "../define-contract";
import { text } from "../fields";

/** What pages ask while a form is being filled in. */
export const formActions = {
  validate: action({
    summary: "What is wrong with a form that is being filled in, for the fields given.",
    access: { who: "anyone" },
    params: z.strictObject({
      form: z.enum(["registration", "password_reset", "password_change", "email_change"]),
      fields: z.record(text(1, 50), z.unknown()),
    }),
    result: z.object({
      errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })),
    }),
    errors: [],
  }),
};
