import { emailKeyOf } from "../../../shared/contracts";
import type { Signer } from "../../../shared/signing";

const IS_ADDRESS = /(^|_)email$/;

/**
 * An event's data as the audit trail keeps it: every e-mail address is replaced by its fingerprint,
 * because entries outlive the account they are about.
 */
export function withoutAddresses(signer: Signer, data: unknown): Record<string, unknown> {
  const value = replaceIn(signer, data);
  return isRecord(value) ? value : { value };
}

function replaceIn(signer: Signer, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => replaceIn(signer, item));
  if (!isRecord(value)) return value ?? null;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) =>
      IS_ADDRESS.test(name) && typeof field === "string"
        ? [`${name}_fingerprint`, signer.fingerprint("email", emailKeyOf(field))]
        : [name, replaceIn(signer, field)],
    ),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
