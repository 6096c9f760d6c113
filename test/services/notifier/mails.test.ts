import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NotifierDeps } from "../../../services/notifier/deps";
import { createCompose } from "../../../services/notifier/domain/compose";
import { startCourier } from "../../../services/notifier/domain/courier";
import { listMail } from "../../../services/notifier/domain/list-mail";
import { createMailTransport } from "../../../services/notifier/domain/mail-transport";
import service from "../../../services/notifier/service";
import { JUMAR, loadConfig } from "../../../shared/config";
import type { Mail } from "../../../shared/contracts";
import {
  effectOf,
  type Envelope,
  userConfirmationRequested,
  userEmailChanged,
  userEmailChangeRequested,
  userPasswordChanged,
  userPasswordReset,
  userPasswordResetRequested,
  userRegistered,
} from "../../../shared/events";
import { generateTypeId } from "../../../shared/ids";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";
import { eventually } from "../../support/eventually";

const TOKEN = "t".repeat(43);
const PRESENT = "present@example.com";
const NEXT = "next@example.com";

let database: TestDatabase;
let deps: NotifierDeps;
let dataDir: string;
let courier: ReturnType<typeof startCourier>;
const asked: Record<string, unknown>[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = mkdtempSync(join(tmpdir(), "jumar-mails-"));
  const base = testDeps(database, "notifier", {
    accounts: {
      issueMailToken(params) {
        asked.push(params);
        const to = params.purpose === "email_change" ? NEXT : PRESENT;
        return Promise.resolve({ token: TOKEN, to, expires_at: "" });
      },
      findNoticeAddress(params) {
        asked.push(params);
        return Promise.resolve({ to: PRESENT });
      },
    },
  });
  const config = loadConfig({
    JUMAR_DATA_DIR: dataDir,
    PUBLIC_URL: "https://accounts.example.com",
  });
  deps = {
    ...base,
    config,
    mail: createMailTransport(config),
    compose: createCompose(JUMAR),
    courier: {},
  };
  courier = startCourier(deps);
});
afterAll(async () => {
  await courier.stop();
  rmSync(dataDir, { recursive: true, force: true });
  await database.drop();
});

/** Has the service hear an event, twice as the queue may, and waits for the mails that come of it. */
async function mailsOf(type: string, data: object, count: number): Promise<Mail[]> {
  const event: Envelope = {
    specversion: "1.0",
    id: generateTypeId("event"),
    source: "/jumar/accounts",
    type,
    subject: generateTypeId("user"),
    time: new Date().toISOString(),
    datacontenttype: "application/json",
    dataschema: `urn:jumar:event:${type}:1`,
    data,
    aggregateversion: 2,
    actor: "anonymous",
  };
  const hear = effectOf(service.parts.subscribe ?? [], deps as never);
  for (let n = 0; n < 2; n += 1) await deps.transaction((trx) => hear([event], trx));
  const ofThis = async () => {
    const { data: mails } = await listMail(deps, {});
    return mails.filter(({ message_id }) => message_id.includes(event.id));
  };
  await eventually(async () => (await ofThis()).length === count);
  await eventually(async () => {
    const { rows } = await deps.db.raw<{ rows: unknown[] }>(
      "select 1 from notifier.deliveries where status = 'queued'",
    );
    return rows.length === 0;
  });
  const mails = await ofThis();
  expect(mails).toHaveLength(count);
  return mails.sort((one, other) => one.to.localeCompare(other.to));
}

const hrefs = ({ html }: Mail) => [...(html ?? "").matchAll(/href="([^"]*)"/g)].map(([, to]) => to);

describe("a mail with a link", () => {
  it.each<[string, string, string]>([
    [userRegistered.type, "/users/confirm", "confirmation"],
    [userConfirmationRequested.type, "/users/confirm", "confirmation"],
    [userPasswordResetRequested.type, "/users/reset_password", "password_reset"],
  ])("comes of %s and carries exactly one", async (type, path, purpose) => {
    const [mail] = await mailsOf(type, { email: PRESENT }, 1);
    const link = `https://accounts.example.com${path}/${TOKEN}`;
    expect(mail).toMatchObject({ to: PRESENT, links: [link] });
    expect(mail && hrefs(mail)).toEqual([link]);
    expect(asked.at(-1)).toMatchObject({ purpose });
  });
});

describe("a wish to move to another address", () => {
  it("mails a link there, and a notice without one to where the account is", async () => {
    const data = { email: NEXT, previous_email: PRESENT };
    const [there, notice] = await mailsOf(userEmailChangeRequested.type, data, 2);
    const link = `https://accounts.example.com/users/settings/confirm_email/${TOKEN}`;
    expect(there).toMatchObject({ to: NEXT, links: [link] });
    expect(there && hrefs(there)).toEqual([link]);
    expect(notice).toMatchObject({ to: PRESENT, links: [] });
    expect(notice && hrefs(notice)).toEqual([]);
    expect(notice?.html).not.toContain(TOKEN);
    expect(there?.message_id).not.toBe(notice?.message_id);
  });
});

describe("a notice", () => {
  it.each([userPasswordChanged.type, userPasswordReset.type])(
    "comes of %s, as text and HTML, without a link",
    async (type) => {
      const [mail] = await mailsOf(type, {}, 1);
      expect(mail).toMatchObject({ to: PRESENT, links: [] });
      expect(mail && hrefs(mail)).toEqual([]);
      for (const form of [mail?.text, mail?.html]) {
        expect(form).toContain(`Hello ${PRESENT}`);
        expect(form).not.toMatch(/https?:|undefined/);
      }
      expect(asked.at(-1)).not.toHaveProperty("purpose");
    },
  );

  it("is about one thing each", async () => {
    const { data: mails } = await listMail(deps, {});
    const notices = mails.filter(({ links }) => links.length === 0);
    expect(new Set(notices.map(({ subject }) => subject)).size).toBe(3);
  });
});

it("mails nothing about what was asked for and told of already", () => {
  const types = (service.parts.subscribe ?? []).flatMap((one) => one.types);
  expect(types).not.toContain(userEmailChanged.type);
});
