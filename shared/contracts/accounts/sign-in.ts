import { z } from "zod";
import { action } from "../define-contract";
import { givenPassword } from "../passwords";
import { issued } from "./issued";

/** Logging in and out. */
export const signInActions = {
  logIn: action({
    summary: "Log in; the answer sets a cookie or, if asked, carries a bearer token.",
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
    result: issued,
    errors: ["invalid_credentials", "rate_limited", "overloaded"],
    http: {
      id: "createSession",
      tag: "Sessions",
      method: "POST",
      path: "/sessions",
      status: 201,
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
