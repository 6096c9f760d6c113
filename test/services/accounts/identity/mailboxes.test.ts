import { down, up } from "../../../../services/accounts/migrations/0019-mailboxes";
import { uuidOf } from "../../../../shared/contracts";
import { encodeTypeId, generateUuidV7 } from "../../../../shared/ids";
import { settleMailboxes } from "../../../../shared/users";
import { opened } from "../../../support/opened";
import { accountsForTests, PASSWORD, refusal } from "../support";

const accounts = accountsForTests();

const register = (email: string) => accounts.call("register", { email, password: PASSWORD });
const userOf = async (email: string): Promise<string> =>
  opened(await accounts.call("logIn", { email, password: PASSWORD })).user.id;
const TAKEN = { code: "validation_failed", "/email": "email_taken" };

describe("an account", () => {
  it.each([
    [
      "of an international domain",
      "T@bücher.example",
      ["t@xn--bcher-kva.example", "t@BÜCHER.example", "t@bu\u0308cher.example"],
    ],
    [
      "whose domain was typed in ASCII",
      "t@xn--rger-koa.example",
      ["t@ärger.example", "t@XN--RGER-KOA.EXAMPLE"],
    ],
    ["of Greek letters", "σίσυφος@example.com", ["ΣΊΣΥΦΟΣ@example.com", "σίσυφοσ@EXAMPLE.com"]],
    ["of an Irish name", "o'malley@example.com", ["O'Malley@Example.com"]],
  ])("%s is one however its address is spelled", async (_, email, spellings) => {
    const { user } = await register(email);
    for (const spelling of spellings) {
      expect(await userOf(spelling)).toBe(user.id);
      expect(await refusal(register(spelling))).toEqual(TAKEN);
      expect((await accounts.call("findUser", { email: spelling })).user.id).toBe(user.id);
    }
  });

  it("does not move to another spelling of its own address, nor of somebody else's", async () => {
    const { caller } = await accounts.newUser("own@größe.example");
    const wanted = { current_password: PASSWORD };
    const own = accounts.call(
      "requestEmailChange",
      { ...wanted, email: "own@xn--gre-6ka8i.example" },
      caller,
    );
    expect(await refusal(own)).toEqual({ code: "validation_failed", "/email": "not_changed" });
    await register("other@größe.example");
    const member = { ...(await accounts.newUser()) };
    const token = await accounts.emailChangeToken(member, "other@xn--gre-6ka8i.example");
    expect(await refusal(accounts.call("changeEmail", { token }, member.caller))).toEqual(TAKEN);
  });

  it("gets one mail a minute of a kind, however its address is spelled", async () => {
    const spellings = [
      "t@müll.example",
      "t@xn--mll-hoa.example",
      "T@MÜLL.example",
      "t@mu\u0308ll.example",
    ];
    const sent: boolean[] = [];
    for (const email of spellings) {
      const { id, caller } = await accounts.newUser();
      await accounts.call("requestEmailChange", { email, current_password: PASSWORD }, caller);
      const events = await accounts.eventsOf(id);
      sent.push(events.some(({ type }) => type === "user.email_change_requested"));
    }
    expect(sent).toEqual([true, false, false, false]);
  });

  it("that an earlier version took under an address that is none today still gets its reset", async () => {
    const { id, caller } = await accounts.newUser();
    const email = `${"a".repeat(70)}@under_score.example`;
    await moveBefore(id, email);
    expect(await refusal(register(email))).toMatchObject({ code: "validation_failed" });
    expect(await accounts.resetToken({ id, email, caller, token: "" })).toEqual(expect.any(String));
  });
});

/** As the version before makes an account, or moves one. */
async function madeBefore(email: string): Promise<string> {
  const id = generateUuidV7();
  await accounts.deps.db
    .withSchema("accounts")
    .table("users")
    .insert({
      id,
      email,
      email_key: keyBefore(email),
      password_hash: await accounts.deps.passwords.hash(PASSWORD),
      version: 1,
    });
  return encodeTypeId("user", id);
}
const keyBefore = (email: string) => email.normalize("NFKC").toLowerCase().normalize("NFKC");
async function moveBefore(id: string, email: string): Promise<void> {
  await accounts.deps.db.raw("update accounts.users set email = ?, email_key = ? where id = ?", [
    email,
    keyBefore(email),
    uuidOf(id),
  ]);
}
/** As the version before looks for an account. */
async function foundBefore(email: string): Promise<string | undefined> {
  const row = await accounts.deps.db
    .withSchema("accounts")
    .table("users")
    .where({ email_key: keyBefore(email) })
    .first<{ id: string } | undefined>("id");
  return row && encodeTypeId("user", row.id);
}
const keysOf = async (id: string) =>
  (await accounts.deps.db
    .withSchema("accounts")
    .table("users")
    .where({ id: uuidOf(id) })
    .first("mailbox_key", "mailbox_email")) as {
    mailbox_key: string | null;
    mailbox_email: string;
  };

describe("beside the version before", () => {
  it("an account that it made is found by its own spelling at once, and by each once it is settled", async () => {
    const id = await madeBefore("Before@käse.example");
    expect(await userOf("before@käse.example")).toBe(id);
    await settleMailboxes(accounts.deps.db, "accounts", { limit: 100 });
    expect(await userOf("before@xn--kse-qla.example")).toBe(id);
    expect(await refusal(register("before@xn--kse-qla.example"))).toEqual(TAKEN);
  });

  it("an account that it moved is no longer found where it was", async () => {
    const { user } = await register("moving@öl.example");
    const moved = "moved@öl.example";
    await moveBefore(user.id, moved);
    expect(await refusal(accounts.logIn("moving@xn--l-0ga.example"))).toEqual({
      code: "invalid_credentials",
    });
    await settleMailboxes(accounts.deps.db, "accounts", { limit: 100 });
    expect(await userOf("moved@xn--l-0ga.example")).toBe(user.id);
    await register("moving@xn--l-0ga.example");
  });

  it("an account that it moved leaves its mailbox to the next at once", async () => {
    const { user } = await register("left@käse.example");
    const moved = "gone@käse.example";
    await moveBefore(user.id, moved);
    const next = await register("left@xn--kse-qla.example");
    expect(await userOf("left@käse.example")).toBe(next.user.id);
    expect(await userOf(moved)).toBe(user.id);
    expect(await refusal(register("LEFT@käse.example"))).toEqual(TAKEN);
  });

  it("it finds every account that this one makes, by the spelling of the account", async () => {
    const { user } = await register("Beside@übel.example");
    expect(await foundBefore("beside@ÜBEL.example")).toBe(user.id);
  });
});

describe("the migration, on a database with accounts of one mailbox", () => {
  it("tells which they are, changes neither, and goes on where it was stopped", async () => {
    const { db } = accounts.deps;
    await down(db);
    const [first, second, third] = [
      await madeBefore("t@süß.example"),
      await madeBefore("t@xn--s-qfa0g.example"),
      await madeBefore("σ@xn--s-qfa0g.example"),
    ];
    const fourth = await madeBefore("ς@süß.example");
    const others: string[] = [];
    for (let n = 0; n < 3; n += 1) others.push(await madeBefore(`other${n}@example.com`));
    const said: string[] = [];

    await up(db, (line) => said.push(line));
    await up(db, (line) => said.push(line)); // as after a stop

    const told = [
      `${first} and ${second} have one mailbox, each under its own spelling of the address`,
      `${third} and ${fourth} have one mailbox, each under its own spelling of the address`,
    ];
    expect(said.filter((line) => [first, third].some((id) => line.includes(id)))).toEqual([
      ...told,
      ...told,
    ]);
    expect(await keysOf(first)).toEqual({
      mailbox_key: "t@xn--s-qfa0g.example",
      mailbox_email: "t@süß.example",
    });
    expect(await keysOf(second)).toEqual({ mailbox_key: null, mailbox_email: null });
    for (const id of others) expect((await keysOf(id)).mailbox_key).toMatch(/^other\d@/);
    // Nobody is kept out: each is found as it was, by this version and by the one before.
    for (const [id, email] of [
      [first, "t@süß.example"],
      [second, "t@xn--s-qfa0g.example"],
    ] as const) {
      expect(await userOf(email)).toBe(id);
      expect(await foundBefore(email)).toBe(id);
    }
    expect(await refusal(register("T@SÜß.example"))).toEqual(TAKEN);
  });
});
