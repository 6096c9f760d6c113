import type { Html } from "../../../../shared/html";
import type { Visit } from "../visits/visit";

/** A component as it looks, with the code that shows it. */
export interface Example {
  name: string;
  about: string;
  /** Its own text is the code on the page, so what is shown is what was run. */
  show: (visit: Visit) => Html;
}
