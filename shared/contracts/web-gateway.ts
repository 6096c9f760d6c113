import { z } from "zod";
import { action, defineContract } from "./define-contract";
import { session, user } from "./resources";

/** What the gateway answers by itself, from the session it has read anyway. */
export const webGateway = defineContract("web-gateway", {
  currentSession: action({
    summary: "Who is logged in.",
    access: "session",
    params: z.strictObject({}),
    result: z.object({ user, session }),
    errors: [],
    http: { method: "GET", path: "/session", status: 200 },
  }),
});
