import type { Language, Repeatable } from "../../../shared/contracts";
import type { LiveSession } from "../../../shared/sessions";
import type { Exchange } from "../http/exchange";
import type { Credentials } from "./credentials";

/** What somebody asks for, through the API or a page. */
export interface Asked {
  exchange: Exchange;
  live: LiveSession | undefined;
  credentials: Credentials;
  /** The params as they came; the service parses them too. */
  given: object;
  /** The language of the page they look at; otherwise the request says it. */
  language?: Language;
  /** The request may come again with its `Idempotency-Key`. */
  repeatable?: boolean;
  /** It is part of something that may be repeated as a whole. */
  part?: Repeatable | undefined;
}
