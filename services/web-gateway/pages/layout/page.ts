import type { Brand } from "../../../../shared/config";
import type { Language, User } from "../../../../shared/contracts";
import type { Html } from "../../../../shared/html";
import type { Flash } from "../components/flash";
import type { Texts } from "../texts";

/** The content of a page; the layout adds the rest. */
export interface Page {
  title: string;
  main: Html;
  /** Narrow for a single form, normal for text, wide for tables. */
  width?: "narrow" | "normal" | "wide";
  /** The language of its main part, if that is not the reader's, such as the API's description. */
  mainLanguage?: Language;
}

/** What the layout needs to know of the visit. */
export interface Frame {
  t: Texts;
  language: Language;
  user?: User | undefined;
  flash?: Flash | undefined;
  /** The path of the page, to return to. */
  here: string;
  /** Absent where nobody can say who visits: without it no form can be sent, so there is no menu and no language switch. */
  formToken?: string;
  mailbox: boolean;
  /** Whose pages these are. */
  brand: Brand;
}
