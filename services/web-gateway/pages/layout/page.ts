import type { Html } from "../../../../shared/html";
import type { Language, User } from "../../../../shared/contracts";
import type { Texts } from "../texts";
import type { Flash } from "../visits/flash";

/** What a page itself has to say; the layout does the rest. */
export interface Page {
  title: string;
  main: Html;
  /** How much room it needs: a single form, something to read, or tables. */
  width?: "narrow" | "normal" | "wide";
  /** Where its main part is in one language whatever the reader's, such as the API's description. */
  mainLanguage?: Language;
}

/** What the layout has to know of the visit. */
export interface Frame {
  t: Texts;
  language: Language;
  user?: User | undefined;
  flash?: Flash | undefined;
  /** The path of the page, to come back to. */
  here: string;
  /** Absent where no form can be sent, on pages about errors: they show neither menu nor language switch. */
  formToken?: string;
  mailbox: boolean;
}
