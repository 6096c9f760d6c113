import { createHash } from "node:crypto";
import type { ConsumeMessage } from "amqplib";
import { ZodError } from "zod";
import { bytesToUuid } from "../../ids";
import { type Envelope, parseEnvelope } from "../envelope";
import type { Unreadable } from "../inbox/inbox";

/** Larger than any event of ours by far. */
const MAX_BYTES = 256 * 1024;
const KEPT_BYTES = 4 * 1024;

/** Reads a message as an envelope, or says why it is none. */
export function readMessage(message: ConsumeMessage): {
  envelope?: Envelope;
  unreadable?: Unreadable;
} {
  const { content } = message;
  if (content.length > MAX_BYTES)
    return { unreadable: unreadable(message, "is larger than 256 KiB") };
  let value: unknown;
  try {
    value = JSON.parse(content.toString("utf8"));
  } catch {
    return { unreadable: unreadable(message, "is no JSON") };
  }
  try {
    return { envelope: parseEnvelope(value) };
  } catch (error) {
    const problem = `is no CloudEvents envelope of ours${reasonOf(error)}`;
    return { unreadable: unreadable(message, problem) };
  }
}

/** Which attribute is wrong; never its value. */
function reasonOf(error: unknown): string {
  const [issue] = error instanceof ZodError ? error.issues : [];
  const attribute = issue?.path.join(".");
  return attribute ? `: ${attribute.slice(0, 100)} is not of its form` : "";
}

/** A message kept as it came, with what is wrong with it. */
export function unreadable(message: ConsumeMessage, problem: string): Unreadable {
  const { content, fields } = message;
  const digest = createHash("sha256").update(content).digest();
  return {
    id: bytesToUuid(digest.subarray(0, 16)),
    type: fields.routingKey.replaceAll("\0", "").slice(0, 200),
    problem,
    content: content.subarray(0, KEPT_BYTES).toString("base64"),
  };
}
