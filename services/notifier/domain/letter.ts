import type { Language } from "../../../shared/contracts";

/** A mail's words, before they have a form. */
export interface Letter {
  language: Language;
  subject: string;
  greeting: string;
  message: string;
  /** The one link; a notice has none. */
  link?: { url: string; label: string };
  otherwise: string;
  /** Where to find help. */
  support?: string;
  /** Whose mail it is: their name, and the colour of their buttons if that is not Jumar's. */
  brand: { name: string; colour: string | undefined };
}
