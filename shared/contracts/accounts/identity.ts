import { z } from "zod";
import { action } from "../define-contract";
import { idOf, language, listOf, page } from "../fields";
import { user } from "../resources";

const rebuildPage = { limit: z.number().int().min(1).max(1000).default(500), cursor: page.cursor };
const versioned = user.extend({ version: z.number().int() });

/** A user's language, and all users for services that build anew what they keep of them. */
export const identityActions = {
  chooseLanguage: action({
    summary: "Choose the language one is spoken to in, by pages and mails.",
    access: { who: "session" },
    params: z.strictObject({ language }),
    result: z.object({}),
    errors: [],
  }),
  listUsers: action({
    summary: "Every user by id, each as of which of their events.",
    access: { who: "internal" },
    params: z.strictObject(rebuildPage),
    result: listOf(versioned),
    errors: ["malformed_request"],
  }),
  findUsers: action({
    summary: "The users there are of some ids, each as of which of their events.",
    access: { who: "internal" },
    params: z.strictObject({ ids: z.array(idOf("user")).max(1000) }),
    result: z.object({ data: z.array(versioned) }),
    errors: [],
  }),
  countUsers: action({
    summary: "How many users there are.",
    access: { who: "internal" },
    params: z.strictObject({}),
    result: z.object({ count: z.number().int() }),
    errors: [],
  }),
  estimateUsers: action({
    summary: "How many users there are, beyond 100,000 about how many.",
    access: { who: "admin" },
    params: z.strictObject({}),
    result: z.object({ count: z.number().int(), is_estimate: z.boolean() }),
    errors: [],
  }),
};
