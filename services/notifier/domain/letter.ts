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
}
