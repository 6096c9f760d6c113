import { createPasswordBudget } from "../../../../services/accounts/credentials/password-budget";
import { createPasswordHasher } from "../../../../services/accounts/credentials/password-hasher";
import type { AccountsDeps } from "../../../../services/accounts/deps";
import { logIn } from "../../../../services/accounts/sign-in/log-in";
import { connect } from "../../../../shared/database";
import { AppError } from "../../../../shared/errors";
import { opened } from "../../../support/opened";
import { accountsForTests, NEW_PASSWORD, PASSWORD, refusal } from "../support";

const FREE = 5;
const WRONG = "not the password";
const LIMITED = { code: "rate_limited" };
const REFUSED = { code: "invalid_credentials" };

const accounts = accountsForTests();

const tryIn = (email: string, password: string): Promise<object> =>
  refusal(accounts.call("logIn", { email, password }));
const tryCurrent = (caller: object, current_password: string): Promise<object> =>
  refusal(accounts.call("deleteAccount", { current_password }, caller));

/** Lets time pass for the limits, of their pauses alone or of all there is. */
async function pass(seconds: number, what: "pauses" | "all" = "all"): Promise<void> {
  const columns = what === "pauses" ? ["next_at"] : ["next_at", "window_ends_at", "forgotten_at"];
  for (const column of columns) {
    await accounts.deps.db.raw("update accounts.limits set ?? = ?? - ? * interval '1 second'", [
      column,
      column,
      seconds,
    ]);
  }
}

/** Deps whose comparisons are counted, or done otherwise. */
function comparing(verify: AccountsDeps["passwords"]["verify"]) {
  return { ...accounts.deps, passwords: { ...accounts.deps.passwords, verify } };
}

describe("wrong passwords at log-in", () => {
  it("are free five times, then cost pauses of 1 s and doubling, for known and unknown addresses alike", async () => {
    const { email } = await accounts.newUser();
    const course = async (address: string): Promise<string[]> => {
      const seen: string[] = [];
      for (let n = 0; n < FREE + 8; n += 1) {
        const error: unknown = await accounts
          .call("logIn", { email: address, password: WRONG })
          .catch((reason: unknown) => reason);
        const { code, retryAfter = 0 } = error as AppError;
        seen.push(`${code} ${Math.ceil(retryAfter)}`);
        if (code === "rate_limited") await pass(retryAfter);
      }
      return seen;
    };
    const known = await course(email);
    expect(known).toEqual([
      ...Array<string>(FREE).fill("invalid_credentials 0"),
      ...[1, 2, 4, 8].flatMap((pause) => [`rate_limited ${pause}`, "invalid_credentials 0"]),
    ]);
    expect(await course(`nobody.${email}`)).toEqual(known);
  });

  it("are counted for an address however it is spelled", async () => {
    const { email } = await accounts.newUser();
    const spellings = [email, email.toUpperCase(), email.replace("e", "ｅ"), email, email];
    for (const spelling of spellings) expect(await tryIn(spelling, WRONG)).toEqual(REFUSED);
    expect(await tryIn(email, PASSWORD)).toEqual(LIMITED);
  });

  it("cost no comparison once they are limited, nor a look at whose address it is", async () => {
    const { email } = await accounts.newUser();
    for (let n = 0; n < FREE; n += 1) await tryIn(email, WRONG);
    let compared = 0;
    const deps = comparing(() => {
      compared += 1;
      return Promise.resolve({ matches: true, outdated: false });
    });
    const db = new Proxy(deps.db, {
      get() {
        throw new Error("looked whose address it is");
      },
    });
    const attempt = logIn({ ...deps, db }, { email, password: PASSWORD }, {});
    expect(await refusal(attempt)).toEqual(LIMITED);
    expect(compared).toBe(0);
  });

  it("do not keep the owner out for good, however hard a pause is hammered", async () => {
    const { email } = await accounts.newUser();
    for (let n = 0; n < FREE; n += 1) await tryIn(email, WRONG);
    await pass(-60); // a longer pause, or it might end before the last of them
    const hammered = await Promise.all(Array.from({ length: 50 }, () => tryIn(email, WRONG)));
    expect(hammered).toEqual(Array(50).fill(LIMITED));
    await pass(61);
    await accounts.logIn(email);
  });

  it("are forgiven by the right one as far as pauses go, but twenty in a window are the most", async () => {
    const { email } = await accounts.newUser();
    for (let n = 0; n < 4; n += 1) {
      for (let wrong = 0; wrong < FREE; wrong += 1)
        expect(await tryIn(email, WRONG)).toEqual(REFUSED);
      expect(await tryIn(email, PASSWORD)).toEqual(LIMITED);
      await pass(1, "pauses");
      if (n < 3) await accounts.logIn(email);
    }
    expect(await tryIn(email, PASSWORD)).toEqual(LIMITED);
    await pass(15 * 60);
    await accounts.logIn(email);
  });

  it("leave right ones alone, of which there may be any number", async () => {
    const { email } = await accounts.newUser();
    for (let n = 0; n < 30; n += 1) await accounts.logIn(email);
  });

  it("are none when nothing could be compared", async () => {
    const { email } = await accounts.newUser();
    const busy = comparing(() => Promise.reject(new AppError("overloaded", { retryAfter: 5 })));
    for (let n = 0; n < 2 * FREE; n += 1) {
      const attempt = logIn(busy, { email, password: PASSWORD }, {});
      expect(await refusal(attempt)).toEqual({ code: "overloaded" });
    }
    for (let n = 0; n < FREE; n += 1) expect(await tryIn(email, WRONG)).toEqual(REFUSED);
    expect(await tryIn(email, PASSWORD)).toEqual(LIMITED);
  });

  it("are all forgotten when the owner chooses a new password by a mailed link", async () => {
    const member = await accounts.newUser();
    const token = await accounts.resetToken(member);
    for (let n = 0; n < FREE; n += 1) {
      await tryIn(member.email, WRONG);
      await tryCurrent(member.caller, WRONG);
    }
    const password = NEW_PASSWORD;
    await accounts.call("resetPassword", { token, password, password_confirmation: password });
    const { caller } = await accounts.logIn(member.email, password);
    for (let n = 0; n < FREE - 1; n += 1) expect(await tryIn(member.email, WRONG)).toEqual(REFUSED);
    await accounts.call("deleteAccount", { current_password: password }, caller);
  });

  it("leave no address in the database that has no account", async () => {
    await tryIn("a.stranger@example.com", WRONG);
    const rows = await accounts.deps.db.withSchema("accounts").table("limits").select("key");
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(/stranger|example/);
  });

  it("are not compared while nobody can count them", async () => {
    const settings = { host: "127.0.0.1", port: 1, user: "nobody", database: "nowhere" };
    const away = connect({ settings, service: "away", poolSize: 1 });
    let compared = 0;
    const deps = comparing(() => {
      compared += 1;
      return Promise.resolve({ matches: true, outdated: false });
    });
    const passwordBudget = createPasswordBudget(away, "accounts", deps.signer);
    const attempt = logIn(
      { ...deps, passwordBudget },
      { email: "a@example.com", password: PASSWORD },
      {},
    );
    await expect(attempt).rejects.toMatchObject({ code: "ECONNREFUSED" });
    expect(compared).toBe(0);
    await away.destroy();
  });
});

describe("wrong current passwords", () => {
  it("are limited alike, in one count for all that ask for it", async () => {
    const { email, caller } = await accounts.newUser();
    const wrong = { code: "validation_failed", "/current_password": "wrong_password" };
    const asking = [
      () => tryCurrent(caller, WRONG),
      () =>
        refusal(
          accounts.call(
            "changePassword",
            {
              current_password: WRONG,
              password: NEW_PASSWORD,
              password_confirmation: NEW_PASSWORD,
            },
            caller,
          ),
        ),
      () =>
        refusal(
          accounts.call(
            "requestEmailChange",
            { email: `other.${email}`, current_password: WRONG },
            caller,
          ),
        ),
    ];
    for (let n = 0; n < FREE; n += 1) expect(await asking[n % 3]!()).toEqual(wrong);
    for (const ask of asking) expect(await ask()).toEqual(LIMITED);
    await pass(1);
    await accounts.call("deleteAccount", { current_password: PASSWORD }, caller);
  });

  it("cannot be used up by those who have no session, nor use up log-ins", async () => {
    const { email, caller } = await accounts.newUser();
    for (let n = 0; n < FREE; n += 1) await tryIn(email, WRONG);
    expect(await tryIn(email, PASSWORD)).toEqual(LIMITED);
    await accounts.call("requestEmailChange", { email: "x@example.com", current_password: PASSWORD }, caller); // prettier-ignore
    await pass(1);
    await accounts.logIn(email);
    for (let n = 0; n < FREE; n += 1) await tryCurrent(caller, WRONG);
    expect(await tryCurrent(caller, PASSWORD)).toEqual(LIMITED);
    await accounts.logIn(email);
  });
});

it("lets a password be hashed anew with today's parameters at log-in, and only if it is still the same", async () => {
  const { email } = await accounts.newUser();
  const stronger = await createPasswordHasher(
    { memoryCost: 2048, timeCost: 1, parallelism: 1 },
    { atOnce: 1 },
  );
  const hashOf = async (): Promise<string> => {
    const row = await accounts.deps.db
      .withSchema("accounts")
      .table("users")
      .where({ email })
      .first<{ password_hash: string }>("password_hash");
    return row.password_hash;
  };
  const old = await hashOf();
  await logIn({ ...accounts.deps, passwords: stronger }, { email, password: PASSWORD }, {});
  expect(await hashOf()).toMatch(/m=2048/);
  await accounts.deps.db.raw("update accounts.users set password_hash = ? where email = ?", [
    old,
    email,
  ]);

  // Somebody changes it between the comparison and the session.
  const other = await accounts.deps.passwords.hash(NEW_PASSWORD);
  const meanwhile = {
    ...stronger,
    async hash(password: string) {
      await accounts.deps.db.raw(
        `update accounts.users set password_hash = ?, credentials_version = credentials_version + 1
         where email = ?`,
        [other, email],
      );
      return await stronger.hash(password);
    },
  };
  const attempt = logIn({ ...accounts.deps, passwords: meanwhile }, { email, password: PASSWORD }, {}); // prettier-ignore
  expect(await refusal(attempt)).toEqual(REFUSED);
  expect(await hashOf()).toBe(other);
});

it("lets everybody in who logs in at once while the password is hashed anew", async () => {
  const { email, id } = await accounts.newUser();
  const passwords = await createPasswordHasher(
    { memoryCost: 2048, timeCost: 1, parallelism: 1 },
    { atOnce: 4 },
  );
  const all = Array.from({ length: 4 }, () =>
    logIn({ ...accounts.deps, passwords }, { email, password: PASSWORD }, {}),
  );
  for (const answer of await Promise.all(all)) expect(opened(answer).user.id).toBe(id);
});
