import { z } from "zod";
import { ownId, time } from "../fields";

/** What somebody logs in with besides their password. */
export const factor = z
  .object({
    id: ownId("factor"),
    kind: z.enum(["totp"]),
    label: z
      .string()
      .nullable()
      .meta({ examples: ["Phone"] }),
    created_at: time,
    confirmed_at: time.nullable().meta({
      description: "Since when it is asked for; until then a code of it has to be shown once.",
    }),
    last_used_at: time.nullable(),
  })
  .meta({ id: "Factor" });
