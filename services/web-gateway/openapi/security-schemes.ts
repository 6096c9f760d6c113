import type { SecurityScheme } from "./types";

/** The two ways to say who one is. */
export function securitySchemes(cookieName: string): Record<"cookie" | "bearer", SecurityScheme> {
  return {
    cookie: {
      type: "apiKey",
      in: "cookie",
      name: cookieName,
      description:
        "For browsers; `POST /sessions` sets it, and no script can read it. Against requests that " +
        "another site makes a browser send: whatever is no GET and carries the cookie has to say " +
        "that it is same-origin, by `Sec-Fetch-Site: same-origin` or an `Origin` of ours, as every " +
        "browser does by itself. Else it is 403 `csrf_failed`.",
    },
    bearer: {
      type: "http",
      scheme: "bearer",
      description:
        "For everyone else: the `token` that `POST /sessions` answers with for " +
        '`"credential": "bearer"`. With it a cookie is ignored, and no origin is asked for.',
    },
  };
}
