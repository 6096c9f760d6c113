import { emailKeyOf } from "../../contracts";
import type { Signer } from "../../signing";
import type { PersonalText } from "./replace-personal";

/**
 * The keyed fingerprint by which a personal text is known again where the text itself may not stay; of an
 * address, the same for all its spellings.
 */
export function fingerprintPersonal(
  signer: Signer,
  kind: PersonalText["kind"],
  text: string,
): string {
  return kind === "address"
    ? signer.fingerprint("email", emailKeyOf(text))
    : signer.fingerprint("personal", text);
}
