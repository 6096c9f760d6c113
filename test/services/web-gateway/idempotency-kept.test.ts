import { AppError } from "../../../shared/errors";
import type { Calls } from "../../../shared/service";
import { keepAnswers, loseAnswers } from "./lost-answers";
import { PASSWORD } from "./support";
import { atTwoGateways } from "./two-gateways";

const { gateway, other, key, post, newPerson, register, rows, eventsOf, essence, oneAnswer } =
  atTwoGateways();

describe("what is remembered", () => {
  /** Makes the next call of an action fail instead of being made. */
  const failNext = (action: keyof Calls["accounts"], error: AppError) =>
    jest.spyOn(gateway().deps.call.accounts, action).mockRejectedValueOnce(error);

  it("is a refusal too, whatever has changed since", async () => {
    const person = newPerson();
    await register(person, {});
    const headers = key();
    const refused = await register(person, headers);
    expect(refused.json.errors).toMatchObject([{ pointer: "/email", code: "email_taken" }]);
    await gateway().owner.raw("delete from accounts.users where email = ?", [person.email]);
    const again = await register(person, headers, other());
    expect(essence(again)).toEqual(essence(refused));
    expect(again.json.request_id).toBe(again.headers["x-request-id"]);
    expect((await register(person, key())).status).toBe(201);
  });

  it.each(["unavailable", "timeout", "internal", "overloaded", "rate_limited"] as const)(
    "is never %s: it is tried anew, at once",
    async (code) => {
      const headers = key();
      const person = newPerson();
      failNext("register", new AppError(code));
      expect((await register(person, headers)).json.code).toBe(code);
      const [again, copy] = [
        await register(person, headers, other()),
        await register(person, headers),
      ];
      expect(oneAnswer([again, copy]).status).toBe(201);
      expect((await register(newPerson(), headers)).json.code).toBe("idempotency_key_reused");
    },
  );

  it("rests sealed: neither the key nor a token nor a word of the answer can be read", async () => {
    const person = newPerson();
    const headers = key("a key that somebody thought of");
    await register(person);
    const { json } = await post("/sessions", { ...person, credential: "bearer" }, headers);
    const stored = await rows<{ row: string }>(
      `select t::text as row from "web-gateway".idempotency_keys t
       union all select t::text from accounts.recorded_answers t`,
    );
    const text = stored.map(({ row }) => row).join("\n");
    expect(stored.length).toBeGreaterThan(3);
    for (const secret of [
      json.token,
      json.user.id,
      person.email,
      PASSWORD,
      String(headers["idempotency-key"]),
    ]) {
      const word = String(secret);
      expect(text).not.toContain(word);
      expect(text).not.toContain(Buffer.from(word).toString("hex"));
      expect(text).not.toContain(Buffer.from(word, "base64url").toString("hex"));
    }
  });
});

describe("when the gateway dies between the effect and the answer", () => {
  afterEach(() => keepAnswers(gateway()));

  it("a copy waits until its lease is over, then gets the answer of what was done", async () => {
    const person = newPerson();
    await register(person);
    const logIn = { ...person, credential: "bearer" };
    const headers = key();
    await loseAnswers(gateway());
    const lost = await post("/sessions", logIn, headers);
    await keepAnswers(gateway());
    // The password is another by now: only what was recorded with the effect can be the answer.
    await gateway().owner.raw("update accounts.users set password_hash = 'x' where email = ?", [
      person.email,
    ]);
    const began = performance.now();
    const copy = await post("/sessions", logIn, headers, other());
    expect(performance.now() - began).toBeGreaterThan(1_000);
    expect(essence(copy)).toEqual(essence(lost));
    expect(copy.json.token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await eventsOf(person.email, "session.created")).toBe(1);
  });
});
