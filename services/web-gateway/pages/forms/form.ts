import type { Audience } from "../visits/guard";
import type { PageAnswer, Redirect } from "../visits/page-answer";
import type { Visit } from "../visits/visit";
import type { Typed } from "./typed";

export type Fields = Readonly<Record<string, string>>;

/**
 * A form of a page: what it does, and how it is shown again when that fails. Pressed again, it has the same
 * answer and no other effect, unless it only asks something.
 */
export type Form =
  (FormWith<Redirect> & { onlyAsks?: never }) | (FormWith<PageAnswer> & { onlyAsks: true });

interface FormWith<Answer extends PageAnswer> {
  for: Audience;
  /** The path of the page that it is on, from the encoded params of its own path. */
  page(params: Readonly<Record<string, string>>): string;
  /** Does it. Throws AppErrors. */
  submit(visit: Visit, fields: Fields): Promise<Answer>;
  /**
   * The page with the form as it was filled in. A form without inputs has none: it leads back to its
   * page, which says what went wrong.
   */
  show?(visit: Visit, typed: Typed): PageAnswer | Promise<PageAnswer>;
}
