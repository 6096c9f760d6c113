import type { Recipe } from "./recipe";

/** An address under which everybody sees of a user what is not personal. */
export const endpoint: Recipe = {
  title: "An endpoint",
  adds: {
    "services/accounts/administration/get-card.ts": `import { uuidOf } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import { toUser } from "../../../shared/users";
import type { AccountsDeps } from "../deps";
import { findUserById } from "../identity";

/** What everybody may know of a user. Throws \`not_found\`. */
export async function getCard(deps: Pick<AccountsDeps, "db">, params: { id: string }) {
  const row = await findUserById(deps.db, uuidOf(params.id));
  if (!row) throw new AppError("not_found");
  return { since: toUser(row).created_at };
}
`,
  },
  edits: {
    "shared/contracts/accounts/administration.ts": [
      [
        "  findUser: action({",
        `  getCard: action({
    summary: "Since when a user has an account.",
    access: { who: "anyone" },
    params: z.strictObject({ id: idOf("user") }),
    result: z.object({ since: z.iso.datetime() }),
    errors: ["not_found"],
    http: {
      id: "getUserCard",
      tag: "Users",
      method: "GET",
      path: "/users/{id}/card",
      status: 200,
    },
  }),
  findUser: action({`,
      ],
    ],
    "services/accounts/administration/index.ts": [
      ["import { getUser }", 'import { getCard } from "./get-card";\nimport { getUser }'],
      ["  getUser,\n", "  getCard,\n  getUser,\n"],
    ],
  },
};
