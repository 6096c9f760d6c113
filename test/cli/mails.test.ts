import type { ListedMail } from "../../shared/contracts";
import { eventually } from "../support/eventually";
import { hiddenFieldsOf, postForm } from "../support/forms";
import type { HttpClient } from "../support/http";
import { logInAs, newAdmin } from "../support/target";
import { type Beside, startBeside } from "./events-support";

let beside: Beside;
let userId: string;
let eventId: string;

beforeAll(async () => {
  beside = await startBeside();
  userId = await beside.register("ada@example.com");
  const [event] = await beside.json<{ id: string }[]>("events", "list", "--subject", userId);
  eventId = event?.id ?? "";
  await eventually(async () => (await status()) === "sent");
});
afterAll(() => beside.stop());

const deliveries = () => beside.db.withSchema("notifier").table("deliveries");

async function status(): Promise<string | undefined> {
  const [found] = (await deliveries().pluck("status")) as string[];
  return found;
}

/** As if the mail server had refused the mail. */
async function giveUp(): Promise<void> {
  const last_error = "the mail server refused it with 550 5.1.1";
  await deliveries().update({ status: "parked", attempts: 2, last_error, finished_at: new Date() });
}

async function recorded(type: string): Promise<unknown[]> {
  const outbox = beside.db.withSchema("accounts").table("outbox");
  const rows = await outbox.where({ type }).orderBy("created_at").select<{ data: unknown }[]>("data"); // prettier-ignore
  return rows.map(({ data }) => data);
}

test("says that there are none", async () => {
  expect(await beside.json("mails", "list")).toEqual([]);
  const { stdout } = await beside.run("mails", "list");
  expect(stdout).toBe("No mail was given up.\n");
  expect((await beside.run("mails", "list", "--waiting")).stdout).toBe("No mail waits.\n");
  const retried = await beside.run("mails", "retry", "--all");
  expect(retried).toMatchObject({ code: 0, stdout: "There was nothing to retry.\n" });
  expect(await recorded("mails.retried")).toEqual([]);
});

test("lists and shows what was given up, retries one, then all, and writes that down", async () => {
  await giveUp();
  const [mail] = await beside.json<ListedMail[]>("mails", "list");
  expect(mail).toMatchObject({ event_id: eventId, kind: "confirmation", user_id: userId });
  const { stdout } = await beside.run("mails", "show", eventId);
  expect(stdout).toContain("550 5.1.1");
  expect(JSON.stringify(mail) + stdout).not.toContain("ada@");

  expect(await beside.run("mails", "retry", eventId, "--kind", "confirmation")).toEqual({
    code: 0,
    stdout: "The notifier tries 1 mail again.\n",
    stderr: "",
  });
  await eventually(async () => (await status()) === "sent");
  await giveUp();
  expect(await beside.json("mails", "retry", "--all")).toEqual({ retried: 1 });
  await eventually(async () => (await status()) === "sent");
  const about = { subscriber: "notifier", counts: { retried: 1 } };
  expect(await recorded("mails.retried")).toEqual([
    { ...about, filter: { ids: [eventId], kind: "confirmation" } },
    { ...about, filter: {} },
  ]);
});

test("discards one and writes that down", async () => {
  await giveUp();
  const { code, stdout } = await beside.run("mails", "discard", eventId);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: `Discarded the mail confirmation of ${eventId}.\n`,
  });
  expect(await status()).toBe("skipped");
  expect(await recorded("mails.discarded")).toEqual([
    { subscriber: "notifier", filter: { ids: [eventId] }, counts: { discarded: 1 } },
  ]);
});

test("are named by the doctor", async () => {
  await giveUp();
  const { code, stdout } = await beside.run("doctor", "--json");
  const findings = JSON.parse(stdout) as { part: string; state: string; detail: string }[];
  expect(code).toBe(1);
  expect(findings.find(({ part }) => part === "mails")).toMatchObject({
    state: "problem",
    detail: "1 was given up",
    remedy: expect.stringContaining("jumar mails list") as string,
  });
});

describe("on the page of the administration", () => {
  let admin: HttpClient;
  const page = async (): Promise<string> =>
    String((await admin.get("/admin/events", { accept: "text/html" })).body);
  const send = async (fields: Record<string, string> = {}) =>
    await postForm(admin, "/admin/mails", {
      ...hiddenFieldsOf(await page(), "/admin/mails"),
      ...fields,
    });
  beforeAll(async () => {
    const url = /ready on (http:\S+)/.exec(beside.platform.stdout())?.[1] ?? "";
    admin = await logInAs(url, await newAdmin(url, beside.env));
  });

  test("a mail is named by its kind and its user, and retried", async () => {
    await giveUp();
    const shown = await page();
    expect(shown).toContain("Undelivered e-mails");
    expect(shown).toContain("550 5.1.1");
    expect(shown).not.toContain("ada@example.com");
    expect((await send()).status).toBe(303);
    await eventually(async () => (await status()) === "sent");
    expect(await page()).toContain("There are no undelivered e-mails.");
    expect((await recorded("mails.retried")).at(-1)).toEqual({
      subscriber: "notifier",
      filter: { ids: [eventId], kind: "confirmation" },
      counts: { retried: 1 },
    });
  });

  test("a mail is discarded, once", async () => {
    await giveUp();
    // Two tabs: a form that is sent twice has one answer.
    const [one, other] = [await page(), await page()].map((shown) =>
      hiddenFieldsOf(shown, "/admin/mails"),
    );
    const discard = (fields = {}) =>
      postForm(admin, "/admin/mails", { ...fields, _method: "DELETE" });
    expect((await discard(one)).status).toBe(303);
    expect(await status()).toBe("skipped");
    await discard(other);
    expect(await page()).toContain("This e-mail is no longer undelivered.");
    expect(await recorded("mails.discarded")).toHaveLength(2);
  });
});

const ABSENT = "event_01h455vb4pex5vsknk084sn02q";

test.each([
  [["list", "--kind", "love"], 2, "there is no kind of mail love; there are confirmation, password_reset, invitation, email_change, email_change_notice, password_changed, password_was_reset, factor_added, factor_removed, recovery_codes_generated, recovery_code_used"],
  [["retry"], 2, "name the mails to retry by the ids of their events, or take --all"],
  [["retry", ABSENT, "--all"], 2, "name the mails to retry by the ids of their events, or take --all"],
  [["retry", "--all", "--kind", "confirmation"], 2, "--all takes every kind"],
  [["show", ABSENT], 1, `no mail of ${ABSENT} was given up`],
  [["discard", ABSENT, "--kind", "confirmation"], 1, `no mail confirmation of ${ABSENT} was given up`],
])("says in one line why `mails %j` fails", async (args, code, reason) => {
  expect(await beside.run("mails", ...args)).toEqual({
    code,
    stdout: "",
    stderr: `jumar: ${reason}\n`,
  });
}); // prettier-ignore
