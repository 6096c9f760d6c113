import { uuidOf } from "../../../../shared/contracts";
import { accountsForTests, NEW_PASSWORD, PASSWORD, refusal } from "../support";
import { begin, codeOf, earlyInStep, enrol, type Holder, newHolder, sure } from "./support";

const accounts = accountsForTests();
const WRONG = { code: "validation_failed", "/totp": "wrong_code" };
const OVER = { code: "log_in_expired" };
const chosen = { password: NEW_PASSWORD, password_confirmation: NEW_PASSWORD };

const finish = (login_id: string, proof: { totp?: string; recovery_code?: string }) =>
  accounts.call("finishLogIn", { login_id, ...proof });
const finishAgain = async (holder: Holder, proof: object) =>
  await finish(await begin(accounts, holder), proof);
const sessionsOf = async ({ id }: Holder): Promise<object[]> => {
  const { rows } = await accounts.deps.db.raw<{ rows: object[] }>(
    `select methods, assurance, least_assurance, remembered from accounts.sessions
     where user_id = ? order by created_at`,
    [uuidOf(id)],
  );
  return rows.slice(1);
};
const reasonsOf = async ({ id }: Holder): Promise<unknown[]> =>
  (await accounts.eventsOf(id))
    .filter(({ type }) => type === "session.rejected")
    .map(({ data }) => (data as { reason: string }).reason);

describe("a log-in in two steps", () => {
  it("opens a session that says both", async () => {
    const holder = await newHolder(accounts);
    const { user, remembered } = await finishAgain(holder, { totp: codeOf(holder.secret) });
    expect(user.id).toBe(holder.id);
    expect(remembered).toBe(false);
    expect(await sessionsOf(holder)).toEqual([
      { methods: ["pwd", "otp"], assurance: 2, least_assurance: 2, remembered: false },
    ]);
  });

  it("is remembered when the first step said so", async () => {
    const holder = await newHolder(accounts);
    const { email } = holder;
    const answer = await accounts.call("logIn", { email, password: PASSWORD, remember_me: true });
    expect("login" in answer && answer.login.next).toEqual(["totp", "recovery_code"]);
    const login_id = "login" in answer ? answer.login.id : "";
    expect((await finish(login_id, { totp: codeOf(holder.secret) })).remembered).toBe(true);
    expect(await sessionsOf(holder)).toMatchObject([{ remembered: true }]);
  });

  it.each([-1, 0, 1])("takes the code of %s steps away", async (steps) => {
    const holder = await newHolder(accounts);
    await earlyInStep();
    await finishAgain(holder, { totp: codeOf(holder.secret, steps) });
  });

  it("takes a code with blanks between its digits", async () => {
    const holder = await newHolder(accounts);
    await finishAgain(holder, { totp: codeOf(holder.secret).replace(/^.{3}/, "$& ") });
  });

  it("takes a recovery code once, in any case and with or without dashes", async () => {
    const holder = await newHolder(accounts);
    const [first = "", second = ""] = holder.recoveryCodes;
    await finishAgain(holder, { recovery_code: first.toLowerCase().replaceAll("-", "") });
    expect(await refusal(finishAgain(holder, { recovery_code: first }))).toEqual({
      code: "validation_failed",
      "/recovery_code": "wrong_code",
    });
    await finishAgain(holder, { recovery_code: ` ${second} ` });
    const listed = await accounts.call("listFactors", {}, holder.caller);
    expect(listed.recovery_codes).toEqual({ left: 8 });
    expect(await reasonsOf(holder)).toEqual(["wrong_recovery_code"]);
  });

  it("has other recovery codes once new ones were made", async () => {
    const holder = await newHolder(accounts);
    const { recovery_codes } = await accounts.call("renewRecoveryCodes", {}, sure(holder.caller));
    const [old, renewed] = [holder.recoveryCodes[0], recovery_codes[0]];
    expect(await refusal(finishAgain(holder, { recovery_code: old }))).toMatchObject({
      "/recovery_code": "wrong_code",
    });
    await finishAgain(holder, { recovery_code: renewed });
  });
});

describe("a second factor is not passed by", () => {
  it.each([
    ["two steps before", (secret: string) => codeOf(secret, -2)],
    ["two steps ahead", (secret: string) => codeOf(secret, 2)],
    ["five digits", () => "12345"],
    ["seven digits", () => "1234567"],
    ["digits of another script", () => "１２３４５６"],
    ["a recovery code in its place", () => "7K2M-Q9RT-XW4H-C3NP"],
  ])("by %s, which leaves the log-in waiting", async (_, made) => {
    const holder = await newHolder(accounts);
    const login_id = await begin(accounts, holder);
    await earlyInStep();
    expect(await refusal(finish(login_id, { totp: made(holder.secret) }))).toEqual(WRONG);
    expect(await reasonsOf(holder)).toEqual(["wrong_totp"]);
    await finish(login_id, { totp: codeOf(holder.secret) });
  });

  it("by a code that was used, nor by one of a step before it", async () => {
    const holder = await newHolder(accounts);
    const code = codeOf(holder.secret);
    await finishAgain(holder, { totp: code });
    expect(await refusal(finishAgain(holder, { totp: code }))).toEqual(WRONG);
    expect(await refusal(finishAgain(holder, { totp: codeOf(holder.secret, -1) }))).toEqual(WRONG);
  });

  it("by fifty copies of one code, of which one opens a session", async () => {
    const holder = await newHolder(accounts);
    const login_ids = await Promise.all(Array.from({ length: 4 }, () => begin(accounts, holder)));
    const totp = codeOf(holder.secret);
    const tries = Array.from({ length: 50 }, (_, at) => finish(login_ids[at % 4] ?? "", { totp }));
    const answers = await Promise.allSettled(tries);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await sessionsOf(holder)).toHaveLength(1);
  });

  it("by a log-in that is unknown, finished, over, or whose user is disabled", async () => {
    const holder = await newHolder(accounts);
    const totp = codeOf(holder.secret);
    for (const unknown of ["A".repeat(43), "nonsense"]) {
      expect(await refusal(finish(unknown, { totp }))).toEqual(OVER);
    }
    const [late, disabled] = [await begin(accounts, holder), await begin(accounts, holder)];
    await accounts.deps.db.raw("update accounts.log_ins set expires_at = now()");
    expect(await refusal(finish(late, { totp }))).toEqual(OVER);
    await accounts.deps.db.raw("update accounts.log_ins set expires_at = now() + interval '1 min'");
    await accounts.call("updateUser", { id: holder.id, disabled: true });
    expect(await refusal(finish(disabled, { totp }))).toEqual(OVER);
    await accounts.call("updateUser", { id: holder.id, disabled: false });
    expect(await refusal(finish(disabled, { totp }))).toEqual(OVER);
    const used = await begin(accounts, holder);
    await finish(used, { totp });
    expect(await refusal(finish(used, { totp: codeOf(holder.secret, 1) }))).toEqual(OVER);
  });

  it("by a log-in from before the password was changed", async () => {
    const holder = await newHolder(accounts);
    const caller = sure(holder.caller);
    const before = await begin(accounts, holder);
    await accounts.call("changePassword", { current_password: PASSWORD, ...chosen }, caller);
    expect(await refusal(finish(before, { totp: codeOf(holder.secret) }))).toEqual(OVER);
  });

  it("by a log-in from before a factor was added, nor from before one was removed", async () => {
    const holder = await newHolder(accounts);
    const caller = sure(holder.caller);
    const beforeAdded = await begin(accounts, holder);
    const { secret, factorId } = await enrol(accounts, { ...holder, caller });
    for (const one of [secret, holder.secret])
      expect(await refusal(finish(beforeAdded, { totp: codeOf(one) }))).toEqual(OVER);
    const beforeRemoved = await begin(accounts, holder);
    await accounts.call("removeFactor", { id: factorId }, caller);
    expect(await refusal(finish(beforeRemoved, { totp: codeOf(holder.secret) }))).toEqual(OVER);
  });

  it("by a reset of the password, which removes no factor", async () => {
    const holder = await newHolder(accounts);
    const token = await accounts.resetToken(holder);
    await accounts.call("resetPassword", { token, ...chosen });
    const { email } = holder;
    const answer = await accounts.call("logIn", { email, password: NEW_PASSWORD });
    expect(answer).toMatchObject({ login: { next: ["totp", "recovery_code"] } });
  });

  it("by guessing: a right password gives no try back, and a right code does", async () => {
    const holder = await newHolder(accounts);
    for (let count = 0; count < 5; count += 1) {
      expect(await refusal(finishAgain(holder, { totp: "000000" }))).toEqual(WRONG);
    }
    const limited = { code: "rate_limited" };
    const totp = codeOf(holder.secret);
    expect(await refusal(finishAgain(holder, { totp }))).toEqual(limited);
    // Recovery codes have tries of their own.
    await finishAgain(holder, { recovery_code: holder.recoveryCodes[0] });
    await accounts.deps.db.raw(
      "update accounts.limits set next_at = now() where key like 'totp:%'",
    );
    await finishAgain(holder, { totp });
    expect(await refusal(finishAgain(holder, { totp: "000000" }))).toEqual(WRONG);
  });

  it("by the release before, which opens sessions without knowing of factors", async () => {
    const open = ({ id }: { id: string }) =>
      accounts.deps.db.raw(
        `insert into accounts.sessions (id, user_id, token_hash, expires_at)
         select gen_random_uuid(), id, sha256(cast(id::text as bytea)), now() + interval '1 day'
         from accounts.users where id = ?`,
        [uuidOf(id)],
      );
    await open(await accounts.newUser());
    const holder = await newHolder(accounts);
    await expect(open(holder)).rejects.toMatchObject({ code: "23503" });
    await accounts.call("removeFactor", { id: holder.factorId }, sure(holder.caller));
    await open(holder);
  });
});
