import { userIdOf } from "../../support/callers";
import { accountsForTests, type Member, NEW_PASSWORD, PASSWORD, refusal } from "./support";

const AT_ONCE = 50;
/** More of them: `RACE_ROUNDS=20 npm test -- races`. */
const ROUNDS = Number(process.env.RACE_ROUNDS ?? 3);

const accounts = accountsForTests();

/** Does something 50 times at once; what each ended with, "done" for success. */
async function race(attempt: (n: number) => Promise<unknown>): Promise<object[]> {
  const all = Array.from({ length: AT_ONCE }, (_, n) => attempt(n));
  const settled = await Promise.allSettled(all);
  return await Promise.all(
    settled.map(async (one) =>
      one.status === "fulfilled"
        ? { done: true }
        : await refusal(Promise.reject(one.reason as Error)),
    ),
  );
}

/** One is done, and all others are refused for the same good reason. */
function expectOneWinner(results: object[], refused: object): void {
  const losers = results.filter((result) => !("done" in result));
  expect(losers).toEqual(Array.from({ length: AT_ONCE - 1 }, () => refused));
}

async function typesOf({ id }: Pick<Member, "id">, type: string): Promise<unknown[]> {
  return (await accounts.eventsOf(id)).filter((event) => event.type === type);
}

describe.each(Array.from({ length: ROUNDS }, (_, n) => n + 1))(
  "fifty at once, round %d",
  (round) => {
    it("who sign up with one address in other letters make one account", async () => {
      const letters = (n: number) =>
        "racing"
          .split("")
          .map((letter, at) => ((n >> at) & 1 ? letter.toUpperCase() : letter))
          .join("");
      const results = await race((n) =>
        accounts.call("register", {
          email: `${letters(n)}.${round}@example.com`,
          password: PASSWORD,
        }),
      );
      expectOneWinner(results, { code: "validation_failed", "/email": "email_taken" });
    });

    it("who use one link to confirm are one confirmation", async () => {
      const member = await accounts.newUser();
      const token = await accounts.mailToken(member.id, "confirmation");
      expectOneWinner(await race(() => accounts.call("confirm", { token })), {
        code: "token_invalid",
      });
      expect(await typesOf(member, "user.confirmed")).toHaveLength(1);
    });

    it("who use one link to reset choose one password", async () => {
      const member = await accounts.newUser();
      const token = await accounts.resetToken(member);
      const chosen = (n: number) => `the password of number ${n}`;
      const results = await race((n) =>
        accounts.call("resetPassword", {
          token,
          password: chosen(n),
          password_confirmation: chosen(n),
        }),
      );
      expectOneWinner(results, { code: "token_invalid" });
      expect(await typesOf(member, "user.password_reset")).toHaveLength(1);
      const winner = results.findIndex((result) => "done" in result);
      await accounts.logIn(member.email, chosen(winner));
    });

    it("who change one password change it once", async () => {
      const member = await accounts.newUser();
      const chosen = { password: NEW_PASSWORD, password_confirmation: NEW_PASSWORD };
      const results = await race(() =>
        accounts.call("changePassword", { current_password: PASSWORD, ...chosen }, member.caller),
      );
      // Some come after the change, the others in the pause that so many tries at once bring about.
      const wrong = { code: "validation_failed", "/current_password": "wrong_password" };
      const limited = { code: "rate_limited" };
      const losers = results.filter((result) => !("done" in result));
      expect(losers).toHaveLength(AT_ONCE - 1);
      for (const loser of losers) expect([wrong, limited]).toContainEqual(loser);
      expect(await typesOf(member, "user.password_changed")).toHaveLength(1);
    });

    it("who move to the same address are one account there, with no other's confirmation", async () => {
      const email = `target.${round}@example.com`;
      const movers: { member: Member; token: string }[] = [];
      for (let n = 0; n < AT_ONCE; n += 1) {
        const member = await accounts.newUser();
        movers.push({ member, token: await accounts.emailChangeToken(member, email) });
      }
      const results = await race((n) => {
        const { member, token } = movers[n]!;
        return accounts.call("changeEmail", { token }, member.caller);
      });
      expectOneWinner(results, { code: "validation_failed", "/email": "email_taken" });
      const winner = movers[results.findIndex((result) => "done" in result)]?.member;
      const { rows } = await accounts.deps.db.raw<{ rows: { email: string }[] }>(
        "select email from accounts.users where email_key = ? and confirmed_at is not null",
        [email],
      );
      expect(rows).toEqual([{ email }]);
      expect(userIdOf((await accounts.logIn(email)).caller)).toBe(winner?.id);
    });
  },
);
