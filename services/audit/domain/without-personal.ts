import { type Envelope, fingerprintPersonal, replacePersonal } from "../../../shared/events";
import type { Signer } from "../../../shared/signing";

/**
 * An event's data as the audit trail keeps it. Entries outlive the account they are about, so each text
 * that is declared personal or not declared at all becomes a fingerprint, and the origin is left out: it
 * is stored beside the chains.
 */
export function withoutPersonal(
  signer: Signer,
  event: Pick<Envelope, "type" | "data">,
): Record<string, unknown> {
  const value = replacePersonal(event, ({ text, kind, name }) => {
    if (kind === "origin") return undefined;
    if (text === null) return { text };
    return {
      text: fingerprintPersonal(signer, kind, text),
      ...(name === undefined ? {} : { name: `${name}_fingerprint` }),
    };
  });
  return isRecord(value) ? value : { value: value ?? null };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
