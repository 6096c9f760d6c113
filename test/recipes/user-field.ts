import type { Recipe } from "./recipe";

/** The country of a user, which nobody sets yet. */
export const userField: Recipe = {
  title: "A field of a user",
  adds: {
    "services/accounts/migrations/9001-user-country.ts": migrationOf("accounts.users"),
    "services/search/migrations/9001-country.ts": migrationOf("search.documents"),
  },
  edits: {
    "shared/contracts/resources.ts": [
      [
        "    confirmed_at: time.nullable(),",
        "    country: z.string().nullable(),\n    confirmed_at: time.nullable(),",
      ],
    ],
    "shared/users/to-user.ts": [
      ["  confirmed_at: Date | null;", "  country: string | null;\n  confirmed_at: Date | null;"],
      ['  "confirmed_at",', '  "country",\n  "confirmed_at",'],
      ["    confirmed_at: row", "    country: row.country,\n    confirmed_at: row"],
    ],
    "services/search/store/documents.ts": [
      ["  confirmed_at: Date | null;", "  country: string | null;\n  confirmed_at: Date | null;"],
      ['  confirmed_at: "timestamptz",', '  country: "text",\n  confirmed_at: "timestamptz",'],
    ],
    "services/search/domain/apply-event.ts": [
      ["    confirmed_at: null,", "    country: null,\n    confirmed_at: null,"],
    ],
    "services/search/domain/read-users.ts": [
      [
        "        confirmed_at: dateOf(",
        "        country: user.country,\n        confirmed_at: dateOf(",
      ],
    ],
  },
};

function migrationOf(table: string): string {
  return `import type { Database } from "../../../shared/database";

export async function up(db: Database): Promise<void> {
  await db.raw("alter table ${table} add column if not exists country text");
}

export async function down(db: Database): Promise<void> {
  await db.raw("alter table ${table} drop column if exists country");
}
`;
}
