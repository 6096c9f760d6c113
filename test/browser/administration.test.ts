import { uuidOf } from "../../shared/contracts";
import { newVisitor, type Visitor, withBrowser } from "../support/browser/browser";
import { cutTables } from "../support/browser/cut-tables";
import { type Person, personAt } from "../support/browser/person";
import { eventually } from "../support/eventually";
import { type SharedTarget, sharedTarget } from "../support/shared-platform";

const PASSWORD = "correct horse battery staple";

withBrowser("the administration", (browser) => {
  let target: SharedTarget;
  let session: string;
  beforeAll(async () => {
    target = await sharedTarget();
    session = (await target.admin()).cookies.get("jumar_session") ?? "";
    // 58 addresses at the beginning of the alphabet: three pages, and whoever else there is.
    const db = await target.database();
    await db.raw(
      `insert into search.documents
         (id, version, deleted, email, email_version, email_key, search_text, role, role_version,
          confirmed, confirmed_at, confirmed_version, disabled_version, created_at, updated_at)
       select gen_random_uuid(), 1, false, address, 1, address, address, 'user', 1,
         true, now(), 1, 0, now(), now()
       from (select 'aa' || lpad(cast(n as text), 3, '0') || '@example.com' as address
             from generate_series(1, 58) n) as made`,
    );
  });
  afterAll(async () => {
    await target.stop();
  });

  /** Has the search service give up two events that it had handled. */
  const giveUpTwo = async (): Promise<void> => {
    const db = await target.database();
    const admin = target.client();
    admin.cookies.set("jumar_session", session);
    for (const name of ["one", "two"]) {
      const email = `${name}.${Math.random().toString(36).slice(2)}@example.com`;
      const account = { email, password: PASSWORD };
      const { user } = (await target.client().post("/api/v1/users", account)).body;
      const query = `type=user.registered&subject=${user.id}`;
      const { body } = await admin.get(`/api/v1/events?${query}`);
      const [envelope] = body.data as { id: string }[];
      if (!envelope) throw new Error(`there is no event of ${email}`);
      await eventually(async () => {
        const { rows } = await db.raw<{ rows: unknown[] }>(
          `update search.inbox set status = 'dead', attempts = 8, last_error = 'it broke',
             processed_at = now(), envelope = ?
           where event_id = ? and status = 'done' returning event_id`,
          [JSON.stringify(envelope), uuidOf(envelope.id)],
        );
        return rows.length === 1;
      });
    }
  };

  it("takes and shows times in the reader's zone", async () => {
    const options = { timezone: "America/New_York" } as const;
    const { context, page } = await newVisitor(browser(), target.url, options);
    await context.addCookies([{ name: "jumar_session", value: session, url: target.url }]);
    const person = personAt(page, "en");
    await person.open("/admin/audit?since=2026-01-31T14:30");
    const since = page.locator("#since");
    expect(await since.inputValue()).toBe("2026-01-31T09:30");
    expect(await page.getByLabel(person.says("admin.audit.since")).count()).toBe(1);
    expect(await page.getByText("(UTC)").count()).toBe(0);
    await since.fill("2026-07-01T00:15");
    await person.press(person.says("common.search"));
    expect(new URL(page.url()).searchParams.get("since")).toBe("2026-07-01T04:15");
    expect(await since.inputValue()).toBe("2026-07-01T00:15");
    // Named for both halves of the year, and kept to the second.
    expect(await page.locator(`[data-zone="since"]`).textContent()).toMatch(
      /^\((ET|New York Time)\)$/,
    );
    await person.open("/admin/audit?since=2026-01-31T14:30:15");
    expect(await since.inputValue()).toBe("2026-01-31T09:30:15");
    await person.press(person.says("common.search"));
    expect(new URL(page.url()).searchParams.get("since")).toBe("2026-01-31T14:30:15");
    await context.close();
  });

  describe.each([true, false])("with JavaScript: %p", (javaScript) => {
    const email = `found-${Math.random().toString(36).slice(2)}@example.com`;
    let visitor: Visitor;
    let person: Person;
    let userId: string;
    beforeAll(async () => {
      const account = { email, password: PASSWORD };
      userId = (await target.client().post("/api/v1/users", account)).body.user.id as string;
      visitor = await newVisitor(browser(), target.url, { javaScript });
      const cookie = { name: "jumar_session", value: session, url: target.url };
      await visitor.context.addCookies([cookie]);
      person = personAt(visitor.page, "en");
    });
    afterAll(async () => {
      await visitor.context.close();
      expect(visitor.complaints).toEqual([]);
    });

    it("finds a user, disables the account after asking, and enables it again", async () => {
      await eventually(async () => {
        await person.open("/admin/users");
        await person.fill({ query: email.slice(0, 14) });
        await person.press(person.says("common.search"));
        return (await visitor.page.getByRole("link", { name: email }).count()) === 1;
      });
      await visitor.page.getByRole("link", { name: email }).click();
      await visitor.page
        .getByRole("button", { name: person.says("admin.user.disable") })
        .first()
        .click();
      const asked = visitor.page.getByRole("dialog");
      await asked.getByRole("button", { name: person.says("admin.user.disable") }).click();
      await visitor.page.getByText(person.says("admin.user.disabled_done")).waitFor();
      const client = target.client();
      expect((await client.post("/api/v1/sessions", { email, password: PASSWORD })).status).toBe(
        401,
      );

      await person.press(person.says("admin.user.enable"));
      expect(await person.message()).toBe(person.says("admin.user.enabled_done"));
      expect((await client.post("/api/v1/sessions", { email, password: PASSWORD })).status).toBe(
        201,
      );
    });

    it("shows the audit trail, says of a wrong filter what is wrong, and that the chain is whole", async () => {
      await person.open("/admin/audit?type=user.disabled");
      expect(await visitor.page.locator("tbody tr").count()).toBeGreaterThan(0);
      await person.open("/admin/audit?since=yesterday");
      expect(await person.errorOf("since")).toBe(person.says("errors.fields.since.invalid"));
      const since = visitor.page.locator("#since:focus");
      expect(await since.inputValue()).toBe("yesterday");
      await person.fill({ since: "2026-01-31T09:30" });
      await person.press(person.says("common.search"));
      expect(await visitor.page.locator("tbody tr").count()).toBeGreaterThan(0);
      await person.open("/admin/audit");
      await visitor.page.getByRole("link", { name: person.says("admin.audit.verify") }).click();
      await visitor.page.getByText(/The audit trail is intact: \d+ entries/).waitFor();
    });

    it("says on a phone who it was about, who did it, and from where", async () => {
      await visitor.page.setViewportSize({ width: 390, height: 844 });
      const admin = target.client();
      admin.cookies.set("jumar_session", session);
      const { email: actor } = (await admin.get("/api/v1/me")).body.user as { email: string };
      for (const disabled of [true, false]) {
        const { status } = await admin.request("PATCH", `/api/v1/users/${userId}`, {
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ disabled }),
        });
        expect(status).toBe(200);
      }
      await person.open(`/admin/audit?type=user.enabled&subject=${encodeURIComponent(email)}`);
      const first = visitor.page.locator("tbody tr").first();
      await eventually(async () => {
        await visitor.page.reload();
        return (await visitor.page.locator("tbody tr").count()) > 0;
      });
      const seen = await first.innerText();
      expect(seen).toContain(`${person.says("admin.audit.subject")}: ${email}`);
      expect(seen).toContain(`${person.says("admin.audit.actor")}: ${actor}`);
      expect(seen).toMatch(/IP address: \d+\.\d+\.\d+\.\d+|IP address: [0-9a-f:]+/);
      expect(await cutTables(visitor.page)).toEqual([]);
      await visitor.page.setViewportSize({ width: 1280, height: 720 });
    });

    it("leads through numbered pages, jumps, and keeps the filters", async () => {
      const { page } = visitor;
      const state = (number: number) =>
        page.getByText(new RegExp(`^Page ${number} of ([3-9]|\\d{2,})$`));
      const first = async (): Promise<string> => await page.locator("tbody a").first().innerText();
      await person.open("/admin/users?confirmed=true&sort=email");
      await state(1).waitFor();
      expect(await first()).toBe("aa001@example.com");
      await page.getByRole("link", { name: person.says("common.next_page") }).click();
      await state(2).waitFor();
      expect(await first()).toBe("aa021@example.com");
      await page.getByLabel(person.says("common.go_to_page")).fill("3");
      await page.getByRole("button", { name: person.says("common.go") }).click();
      await state(3).waitFor();
      expect(await first()).toBe("aa041@example.com");
      expect(new URL(page.url()).search).toBe("?confirmed=true&sort=email&page=3");
      await page.getByRole("link", { name: person.says("common.first_page") }).click();
      await state(1).waitFor();

      const marked = page.locator("#menu [aria-current]");
      for (const [path, how] of [
        ["/admin", "page"],
        ["/admin/users?page=2", "true"],
        ["/admin/audit", "true"],
      ] as const) {
        await person.open(path);
        expect(await marked.innerText()).toBe(person.says("admin.title"));
        expect(await marked.getAttribute("aria-current")).toBe(how);
      }

      await person.open("/admin/users?page=500");
      expect(await page.getByText(person.says("common.no_such_page")).count()).toBe(1);
      for (const area of ["users", "audit"]) {
        await person.open(`/admin/${area}?page=501`);
        expect(await person.message()).toBe(person.says("errors.fields.page.page_too_deep"));
        await person.open(`/admin/${area}?page=one`);
        expect(await person.message()).toBe(person.says("errors.fields.page.invalid_type"));
      }
    });

    it("shows the event log, and tries a dead letter again or discards it", async () => {
      await giveUpTwo();
      await person.open("/admin/events?type=user.registered");
      // Others on the platform have dead letters too.
      const ours = visitor.page.getByRole("row").filter({ hasText: "it broke" });
      expect(await ours.count()).toBe(2);
      await visitor.page.setViewportSize({ width: 390, height: 844 });
      expect(await cutTables(visitor.page)).toEqual([]);
      await visitor.page.setViewportSize({ width: 1280, height: 720 });
      const retry = { name: person.says("admin.dead_letters.retry"), exact: true };
      const loaded = visitor.page.waitForEvent("load");
      await Promise.all([loaded, ours.first().getByRole("button", retry).click()]);
      expect(await person.message()).toBe(person.says("admin.dead_letters.retried"));

      const discard = { name: person.says("admin.dead_letters.discard"), exact: true };
      await ours.first().getByRole("button", discard).first().click();
      const asked = visitor.page.getByRole("dialog");
      await asked.getByRole("button", { name: person.says("admin.dead_letters.discard") }).click();
      await visitor.page.getByText(person.says("admin.dead_letters.discarded")).waitFor();
      await eventually(async () => {
        await person.open("/admin/events?type=user.registered");
        return (await ours.count()) === 0;
      });
      const recorded = await eventually(async () => {
        await person.open("/admin/audit?type=dead_letters.discarded");
        return (await visitor.page.locator("tbody tr").count()) > 0;
      });
      expect(recorded).toBe(true);
    });
  });
});
