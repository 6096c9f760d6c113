/** A recipe of CONTRIBUTING.md, carried out on a thing that nobody has thought of. */
export interface Recipe {
  /** As CONTRIBUTING.md calls it. */
  title: string;
  /** Files that are new, with what is in them. */
  adds: Readonly<Record<string, string>>;
  /** Files that are edited: what stands there, and what stands there afterwards. */
  edits: Readonly<Record<string, readonly (readonly [before: string, after: string])[]>>;
}
