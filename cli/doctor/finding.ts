/** What the doctor found about one part. */
export interface Finding {
  part: string;
  state: "ok" | "problem" | "not used";
  /** What is so. */
  detail: string;
  /** What to do about a problem. */
  remedy?: string;
}

export function ok(part: string, detail: string): Finding {
  return { part, state: "ok", detail };
}

export function problem(part: string, detail: string, remedy: string): Finding {
  return { part, state: "problem", detail, remedy };
}

export function notUsed(part: string, detail: string): Finding {
  return { part, state: "not used", detail };
}
