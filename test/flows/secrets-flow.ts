import { eventually } from "../support/eventually";
import type { Target } from "../support/target";

const PASSWORD = "a password nobody may ever find";
const TYPED_WRONG = "a wrong password nobody may find";

/** Raw tokens and passwords are nowhere in the database, the outbox or the log. */
export function secretsFlow(target: () => Target): void {
  describe("secrets", () => {
    it("rest nowhere: not in the database, not in the outbox, not in the log", async () => {
      const client = target().client();
      const email = `secret.${Math.random().toString(36).slice(2)}@example.com`;
      await client.post("/api/v1/users", { email, password: PASSWORD });
      const [mail] = await eventually(async () => {
        const mails = await target().mailTo(email);
        return mails.length > 0 && mails;
      });
      const mailToken = mail?.links[0]?.split("/").at(-1) ?? "";
      const opened = await client.post("/api/v1/sessions", { email, password: PASSWORD });
      const cookie = [...client.cookies.values()][0] ?? "";
      const bearer = await client.post("/api/v1/sessions", {
        email,
        password: PASSWORD,
        credential: "bearer",
      });
      await client.post("/api/v1/sessions", { email, password: TYPED_WRONG });
      await client.post("/api/v1/users", { email, password: TYPED_WRONG, unknown: TYPED_WRONG });
      await client.request("POST", "/api/v1/sessions", { body: `{"password": "${TYPED_WRONG}"` });
      expect(opened.status).toBe(201);

      const secrets = [PASSWORD, TYPED_WRONG, mailToken, cookie, bearer.body.token as string];
      expect(secrets.every((secret) => secret.length > 20)).toBe(true);

      const dump = await eventually(async () => {
        const text = await wholeDatabase();
        return text.split(email).length > 3 && text; // it has arrived everywhere
      });
      const places = { database: dump, log: target().output() };
      for (const [place, text] of Object.entries(places)) {
        for (const [index, secret] of secrets.entries()) {
          for (const form of formsOf(secret)) {
            expect({ place, secret: index, found: text.includes(form) }).toEqual({
              place,
              secret: index,
              found: false,
            });
          }
        }
      }
    });
  });

  /** Every row of every table of ours as text. */
  async function wholeDatabase(): Promise<string> {
    const db = await target().database();
    const { rows } = await db.raw<{ rows: { name: string }[] }>(
      `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name
       from information_schema.tables
       where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
    );
    const texts: string[] = [];
    for (const { name } of rows) {
      const all = await db.raw<{ rows: { row: string }[] }>(`select t::text as row from ${name} t`);
      texts.push(...all.rows.map(({ row }) => row));
    }
    expect(rows.length).toBeGreaterThan(8);
    return texts.join("\n");
  }
}

/** A secret as it is, and as bytes in the ways in which PostgreSQL and logs write them. */
function formsOf(secret: string): string[] {
  const forms = [
    secret,
    Buffer.from(secret).toString("hex"),
    Buffer.from(secret).toString("base64"),
  ];
  if (/^[A-Za-z0-9_-]{43}$/.test(secret))
    forms.push(Buffer.from(secret, "base64url").toString("hex"));
  return forms;
}
