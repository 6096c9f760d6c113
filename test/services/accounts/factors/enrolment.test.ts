import { uuidOf } from "../../../../shared/contracts";
import { accountsForTests, PASSWORD, refusal } from "../support";
import { begin, codeOf, enrol, newHolder, opened, sure } from "./support";

const accounts = accountsForTests();
const WRONG = { code: "validation_failed", "/code": "wrong_code" };

const leastOf = async (id: string): Promise<unknown> => {
  const { rows } = await accounts.deps.db.raw<{ rows: object[] }>(
    `select u.least_assurance as users, s.least_assurance as sessions, s.assurance
     from accounts.users u join accounts.sessions s on s.user_id = u.id where u.id = ?`,
    [uuidOf(id)],
  );
  return rows;
};
const typesOf = async (id: string): Promise<string[]> =>
  (await accounts.eventsOf(id)).map(({ type }) => type).filter((type) => !/^(user|ses)/.test(type));

describe("an authenticator app", () => {
  it("is nothing before a code of it was shown", async () => {
    const member = await accounts.newUser();
    const { factor, secret, uri, qr_svg } = await accounts.call("enrolTotp", {}, member.caller);
    expect(factor).toMatchObject({ kind: "totp", confirmed_at: null, last_used_at: null });
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(uri).toContain(`secret=${secret}`);
    expect(qr_svg).toMatch(/^<svg /);
    expect(qr_svg).not.toMatch(/style|script/);
    await accounts.logIn(member.email);
    expect(await leastOf(member.id)).toMatchObject([{ users: 1 }, { users: 1 }]);
    expect(await typesOf(member.id)).toEqual([]);
  });

  it("is asked for at log-in from then on, and the session that showed a code is sure", async () => {
    const member = await accounts.newUser();
    const { recoveryCodes, factorId } = await enrol(accounts, member);
    expect(recoveryCodes).toHaveLength(10);
    expect(recoveryCodes[0]).toMatch(/^([2-9A-HJKMNP-Z]{4}-){3}[2-9A-HJKMNP-Z]{4}$/);
    expect(await leastOf(member.id)).toEqual([{ users: 2, sessions: 2, assurance: 2 }]);
    await begin(accounts, member);
    const { data, recovery_codes } = await accounts.call("listFactors", {}, member.caller);
    expect(data).toMatchObject([{ id: factorId, confirmed_at: expect.any(String) as string }]);
    expect(recovery_codes).toEqual({ left: 10 });
    expect(await typesOf(member.id)).toEqual(["factor.added"]);
  });

  it.each([
    ["a wrong code", "000000"],
    ["five digits", "12345"],
    ["seven digits", "1234567"],
    ["digits of another script", "１２３４５６"],
    ["no digits", "abcdef"],
  ])("is not confirmed by %s", async (_, code) => {
    const member = await accounts.newUser();
    const { factor } = await accounts.call("enrolTotp", {}, member.caller);
    const params = { id: factor.id, code };
    expect(await refusal(accounts.call("confirmFactor", params, member.caller))).toEqual(WRONG);
    await accounts.logIn(member.email);
  });

  it("is not confirmed by a code of another one, after ten minutes, twice, or by another user", async () => {
    const [member, other] = [await accounts.newUser(), await accounts.newUser()];
    const first = await accounts.call("enrolTotp", {}, member.caller);
    const { factor, secret } = await accounts.call("enrolTotp", {}, member.caller);
    const confirm = (id: string, code: string, { caller } = member) =>
      accounts.call("confirmFactor", { id, code }, caller);
    const GONE = { code: "not_found" };
    expect(await refusal(confirm(first.factor.id, codeOf(first.secret)))).toEqual(GONE);
    expect(await refusal(confirm(factor.id, codeOf(first.secret)))).toEqual(WRONG);
    expect(await refusal(confirm(factor.id, codeOf(secret), other))).toEqual(GONE);
    const age = (minutes: number) =>
      accounts.deps.db.raw(
        "update accounts.factors set created_at = now() - ? * interval '1 minute' where id = ?",
        [minutes, uuidOf(factor.id)],
      );
    await age(11);
    expect(await refusal(confirm(factor.id, codeOf(secret)))).toEqual(GONE);
    await age(9);
    await confirm(factor.id, codeOf(secret));
    member.caller = sure(member.caller);
    expect(await refusal(confirm(factor.id, codeOf(secret, 1)))).toEqual(GONE);
  });

  it("is removed with its recovery codes, and a password is enough again", async () => {
    const holder = await newHolder(accounts);
    const id = holder.factorId;
    const other = await accounts.newUser();
    expect(await refusal(accounts.call("removeFactor", { id }, other.caller))).toEqual({
      code: "not_found",
    });
    await accounts.call("removeFactor", { id }, sure(holder.caller));
    expect(await leastOf(holder.id)).toMatchObject([{ users: 1, sessions: 1 }]);
    await accounts.logIn(holder.email);
    const { data, recovery_codes } = await accounts.call("listFactors", {}, holder.caller);
    expect({ data, recovery_codes }).toEqual({ data: [], recovery_codes: { left: 0 } });
    expect(await typesOf(holder.id)).toEqual(["factor.added", "factor.removed"]);
  });

  it("stays the second factor while there is one more", async () => {
    const holder = await newHolder(accounts);
    const second = await enrol(accounts, { ...holder, caller: sure(holder.caller) });
    expect(second.recoveryCodes).toEqual([]);
    await accounts.call("removeFactor", { id: holder.factorId }, sure(holder.caller));
    const login_id = await begin(accounts, holder);
    opened(await accounts.call("finishLogIn", { login_id, totp: codeOf(second.secret) }));
    const left = await accounts.call("listFactors", {}, holder.caller);
    expect(left.recovery_codes).toEqual({ left: 10 });
  });
});

describe("who has shown a password alone", () => {
  const DUE = { code: "insufficient_user_authentication" };

  it("changes no factor where there is one", async () => {
    const { caller, factorId } = await newHolder(accounts);
    const waiting = await accounts.call("enrolTotp", {}, sure(caller));
    const confirmation = { id: waiting.factor.id, code: codeOf(waiting.secret) };
    for (const attempt of [
      () => accounts.call("enrolTotp", {}, caller),
      () => accounts.call("confirmFactor", confirmation, caller),
      () => accounts.call("removeFactor", { id: factorId }, caller),
      () => accounts.call("renewRecoveryCodes", {}, caller),
    ]) {
      expect(await refusal(attempt())).toEqual(DUE);
    }
  });

  it("is not authenticated by it where there is a factor, but by a code", async () => {
    const holder = await newHolder(accounts);
    const { caller, secret, recoveryCodes } = holder;
    const prove = (proof: object) => accounts.call("authenticate", proof, caller);
    expect(await refusal(prove({ password: PASSWORD }))).toEqual(DUE);
    expect((await prove({ totp: codeOf(secret) })).token).toMatch(/^[\w-]{43}$/);
    expect(await refusal(prove({ totp: codeOf(secret) }))).toEqual({
      code: "validation_failed",
      "/totp": "wrong_code",
    });
    await prove({ recovery_code: recoveryCodes[0] });
    expect(await typesOf(holder.id)).toEqual([
      "factor.added",
      "factor.used",
      "recovery_codes.used",
    ]);
  });

  it("is authenticated by it where there is none", async () => {
    const { caller, token } = await accounts.newUser();
    const prove = (proof: object) => accounts.call("authenticate", proof, caller);
    expect((await prove({ password: PASSWORD })).token).not.toBe(token);
    expect(await refusal(prove({ password: "wrong" }))).toEqual({
      code: "validation_failed",
      "/password": "wrong_password",
    });
  });
});

function textOf(value: unknown): string {
  return value instanceof Buffer ? value.toString("latin1") : String(value);
}

it("keeps seeds and codes in no form that a dump would show", async () => {
  const { secret, recoveryCodes } = await newHolder(accounts);
  const { rows } = await accounts.deps.db.raw<{ rows: object[] }>(
    "select f.*, c.* from accounts.factors f, accounts.recovery_codes c",
  );
  const texts = rows.flatMap((row) => Object.values(row).map(textOf));
  const dump = texts.join("\n");
  for (const one of [secret, ...recoveryCodes]) {
    expect(dump).not.toContain(one);
    expect(dump).not.toContain(one.replaceAll("-", ""));
  }
});
