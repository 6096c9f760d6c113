import { z } from "zod";
import { action, defineContract } from "../define-contract";
import { ownId, time } from "../fields";
import { session, user } from "../resources";
import { overview } from "./overview";

/** What the gateway answers by itself: from the session it has read anyway, or from what several services say. */
export const webGateway = defineContract("web-gateway", {
  currentSession: action({
    summary: "Who is logged in.",
    access: { who: "session" },
    params: z.strictObject({}),
    result: z.object({ user, session }),
    errors: [],
    http: {
      id: "getCurrentSession",
      tag: "Sessions",
      method: "GET",
      path: "/session",
      status: 200,
    },
  }),
  me: action({
    summary: "One's own account.",
    access: { who: "session" },
    params: z.strictObject({}),
    result: z.object({ user }),
    errors: [],
    http: { id: "getMe", tag: "Account", method: "GET", path: "/me", status: 200 },
  }),
  overview: action({
    summary: "How the platform does: users, log-ins, mails and dead letters.",
    access: { who: "admin" },
    params: z.strictObject({}),
    result: overview,
    errors: [],
    http: { id: "getOverview", tag: "Overview", method: "GET", path: "/overview", status: 200 },
  }),
  stream: action({
    summary: "What happens to one's own account, as it happens, until the session ends.",
    access: { who: "session" },
    params: z.strictObject({}),
    result: z.object({
      type: z.string().meta({ examples: ["user.confirmed"] }),
      time,
      subject: ownId("user"),
      data: z.record(z.string(), z.unknown()),
    }),
    errors: ["rate_limited", "overloaded"],
    http: {
      id: "streamMyEvents",
      tag: "Account",
      method: "GET",
      path: "/me/stream",
      status: 200,
      stream: true,
    },
  }),
});
