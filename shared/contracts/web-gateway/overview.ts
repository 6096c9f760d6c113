import { z } from "zod";
import { COUNTED_PER_DAY } from "../audit";

const count = z.number().int().min(0);
const date = z.iso.date().meta({ examples: ["2026-11-30"] });
const perDay = count.max(COUNTED_PER_DAY).meta({ examples: [12] });

/** How the platform does at a glance. What belongs to a service that is away is null. */
export const overview = z
  .object({
    users: z
      .object({
        count: count.meta({ examples: [1200] }),
        is_estimate: z
          .boolean()
          .meta({ description: "Beyond 100,000 the count is about right.", examples: [false] }),
      })
      .nullable(),
    days: z
      .array(z.object({ date, registered: perDay, logged_in: perDay, refused: perDay }))
      .nullable()
      .meta({
        description: `The last 14 days in UTC, the oldest first: new accounts, log-ins, and log-ins that were refused, each counted up to ${COUNTED_PER_DAY.toLocaleString("en")}.`,
      }),
    mails: z.object({ waiting: count, given_up: count }).nullable(),
    dead_letters: z
      .array(
        z.object({
          subscriber: z.string().meta({ examples: ["notifier"] }),
          count: count.nullable().meta({ examples: [0] }),
        }),
      )
      .meta({ description: "By subscriber, each counted up to 100,000." }),
  })
  .meta({ id: "Overview" });
export type Overview = z.output<typeof overview>;
