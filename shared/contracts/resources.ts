import { z } from "zod";
import { exampleId, idOf, ownId, role, time } from "./fields";

const ip = z.string().meta({ examples: ["203.0.113.7"] });
const userAgent = z.string().meta({ examples: ["Mozilla/5.0 (X11; Linux x86_64)"] });
const eventType = z.string().meta({ examples: ["user.confirmed"] });
const actor = z.string().meta({
  description: "Who did it: a user's id, operator, system, anonymous.",
  examples: [exampleId("user")],
});

/** A user as everyone sees them. */
export const user = z
  .object({
    id: ownId("user"),
    email: z.string().meta({ examples: ["erika@example.com"] }),
    role,
    confirmed_at: time.nullable(),
    disabled_at: time.nullable().meta({ examples: [null] }),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: "User" });
export type User = z.output<typeof user>;

export const session = z
  .object({
    id: ownId("session"),
    created_at: time,
    expires_at: time,
    authenticated_at: time,
  })
  .meta({ id: "Session" });
export type Session = z.output<typeof session>;

/** A session in the list of one's own: where it was opened and whether it is the one that asks. */
export const listedSession = z
  .object({
    id: ownId("session"),
    created_at: time,
    last_seen_at: time,
    ip: ip.nullable(),
    user_agent: userAgent.nullable(),
    current: z.boolean(),
  })
  .meta({ id: "ListedSession" });

export const auditEntry = z
  .object({
    id: ownId("audit"),
    event_id: ownId("event"),
    type: eventType,
    actor,
    subject: z
      .string()
      .nullable()
      .meta({ examples: [exampleId("user")] }),
    occurred_at: time,
    recorded_at: time,
    ip: ip.nullable(),
    user_agent: userAgent.nullable(),
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

/** A mail that waits to be sent or was given up. It says neither to which address nor with which link. */
export const mailDelivery = z
  .object({
    event_id: idOf("event").meta({ description: "The event that asked for it." }),
    kind: z.string().meta({ examples: ["confirmation"] }),
    user_id: idOf("user").meta({ description: "Whom it goes to." }),
    attempts: z.number().int(),
    last_error: z.string().nullable(),
    created_at: time,
    due_at: time
      .nullable()
      .meta({ description: "When it is tried next; null once it is given up." }),
    given_up_at: time.nullable(),
  })
  .meta({ id: "MailDelivery" });
export type ListedMail = z.output<typeof mailDelivery>;

/** An event as it leaves the log: CloudEvents 1.0, structured JSON, with our extension attributes. */
export const envelope = z
  .object({
    specversion: z.literal("1.0"),
    id: idOf("event").meta({ description: "The same in every delivery of this event." }),
    source: z
      .string()
      .min(1)
      .meta({ examples: ["/jumar/accounts"] }),
    type: z
      .string()
      .min(1)
      .max(200)
      .meta({ examples: ["user.confirmed"] }),
    subject: z
      .string()
      .optional()
      .meta({ description: "The aggregate that changed.", examples: [exampleId("user")] }),
    time: time.meta({ description: "When it happened, by the database's clock." }),
    datacontenttype: z.literal("application/json"),
    dataschema: z.string().meta({
      description: "`urn:jumar:event:<type>:<version of data>`.",
      examples: ["urn:jumar:event:user.confirmed:1"],
    }),
    data: z.unknown(),
    aggregateversion: z
      .number()
      .int()
      .meta({
        description:
          "Counts the changes of the subject; what is older than what one has is dropped.",
        examples: [2],
      }),
    concerns: z
      .string()
      .optional()
      .meta({
        description:
          "Whom else it is about, ids with spaces between: of a session's event, its user.",
        examples: [exampleId("user")],
      }),
    actor,
    clientip: ip.optional(),
    useragent: userAgent.optional(),
    requestid: z
      .string()
      .optional()
      .meta({ examples: ["request_6f1c2f0b5d0e4a7f9a8c3b1d2e4f5a6b"] }),
    traceparent: z
      .string()
      .optional()
      .meta({ examples: ["00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"] }),
  })
  .meta({ id: "Event" });

/** An event that a subscriber gave up, or a message that is none and was parked. */
export const deadLetter = z
  .object({
    event_id: z.string(),
    type: z.string(),
    subscriber: z.string(),
    attempts: z.number(),
    last_error: z.string().nullable(),
    received_at: time,
    given_up_at: time,
    envelope: envelope
      .or(z.looseObject({ specversion: z.unknown() }))
      .nullable()
      .meta({ description: "As it came, also where an attribute is not of its form." }),
    content: z.string().nullable().meta({
      description: "What came instead of an event, in base64, cut.",
    }),
  })
  .meta({ id: "DeadLetter" });
export type DeadLetter = z.output<typeof deadLetter>;
