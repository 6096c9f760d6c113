import type { Email } from "postal-mime" with { "resolution-mode": "import" };

// oxlint-disable-next-line typescript/no-require-imports -- its types are for import only
const postalMime = require("postal-mime") as {
  default: { parse(message: Buffer | string): Promise<Email> };
};

/** Reads a mail as it travels (RFC 5322). */
export async function parseMail(message: Buffer | string): Promise<Email> {
  return await postalMime.default.parse(message);
}
