import { z } from "zod";
import { action } from "../define-contract";
import { EXAMPLE_TOKEN } from "../fields";
import { givenPassword } from "../passwords";
import { issued } from "./issued";

/** A log-in that waits for one more proof. */
const pendingLogIn = z.object({
  login: z
    .object({
      id: z.string().meta({
        description: "Names the log-in at `POST /sessions/factors` in the next ten minutes.",
        examples: [EXAMPLE_TOKEN],
      }),
      next: z.array(z.enum(["totp", "recovery_code"])).meta({
        description: "What finishes it, any of them.",
        examples: [["totp", "recovery_code"]],
      }),
    })
    .meta({ id: "PendingLogIn" }),
});

/** Logging in and out. */
export const signInActions = {
  logIn: action({
    summary:
      "Log in; the answer sets a cookie or, if asked, carries a bearer token. Where a second factor is due, it names the log-in.",
    access: { who: "anyone" },
    params: z.strictObject({
      // Whatever it is: what is no address is the log-in of nobody.
      email: z
        .string()
        .min(1)
        .max(1000)
        .meta({ examples: ["erika@example.com"] }),
      password: givenPassword,
      remember_me: z.boolean().default(false),
      credential: z
        .enum(["cookie", "bearer"])
        .default("cookie")
        .meta({ examples: ["bearer"] }),
    }),
    result: z.union([issued, pendingLogIn]),
    errors: ["invalid_credentials", "rate_limited", "overloaded"],
    http: {
      id: "createSession",
      tag: "Sessions",
      method: "POST",
      path: "/sessions",
      status: 201,
      pending: { status: 202, result: pendingLogIn },
      credential: "issued",
      limit: "log-in",
    },
  }),
  logOut: action({
    summary: "Log out; the session ends on the server.",
    access: { who: "session" },
    params: z.strictObject({}),
    result: z.object({}),
    errors: [],
    http: {
      id: "deleteCurrentSession",
      tag: "Sessions",
      method: "DELETE",
      path: "/session",
      status: 204,
      credential: "ended",
    },
  }),
};
