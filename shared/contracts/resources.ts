import { z } from "zod";
import { role, time } from "./fields";

/** A user as everyone sees them. */
export const user = z
  .object({
    id: z.string(),
    email: z.string(),
    role,
    confirmed_at: time.nullable(),
    disabled_at: time.nullable(),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: "User" });
export type User = z.output<typeof user>;

export const session = z
  .object({
    id: z.string(),
    created_at: time,
    expires_at: time,
    authenticated_at: time,
  })
  .meta({ id: "Session" });
export type Session = z.output<typeof session>;

/** A session in the list of one's own: where it was opened and whether it is the one that asks. */
export const listedSession = z
  .object({
    id: z.string(),
    created_at: time,
    last_seen_at: time,
    ip: z.string().nullable(),
    user_agent: z.string().nullable(),
    current: z.boolean(),
  })
  .meta({ id: "ListedSession" });

export const auditEntry = z
  .object({
    id: z.string(),
    event_id: z.string(),
    type: z.string(),
    actor: z.string(),
    subject: z.string().nullable(),
    occurred_at: time,
    recorded_at: time,
    ip: z.string().nullable(),
    user_agent: z.string().nullable(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "AuditEntry" });
export type AuditEntry = z.output<typeof auditEntry>;

export const mail = z
  .object({
    id: z.string(),
    message_id: z.string(),
    from: z.string(),
    to: z.string(),
    subject: z.string(),
    sent_at: time,
    text: z.string(),
    html: z.string().nullable(),
    links: z.array(z.string()),
  })
  .meta({ id: "Mail" });
export type Mail = z.output<typeof mail>;
