import { z } from "zod";
import { EXAMPLE_TOKEN } from "../fields";
import { session, user } from "../resources";

/** A session that was opened or renewed, with its token for who asked to have it in the body. */
export const issued = z.object({
  user,
  session,
  token: z
    .string()
    .optional()
    .meta({
      description: "Only for `credential: bearer`.",
      examples: [EXAMPLE_TOKEN],
    }),
});
