import type { Caller } from "../../../../shared/contracts";
import { accountsForTests, type Member, PASSWORD, refusal } from "../support";

const accounts = accountsForTests();
const OPERATOR: Caller = { principal: { kind: "operator" } };

let first: Member;
beforeAll(async () => {
  first = await newAdmin("first@example.com");
});

async function newAdmin(email: string): Promise<Member> {
  const { id } = await accounts.newUser(email);
  await accounts.call("grantRole", { id, role: "admin" }, OPERATOR);
  return { id, email, ...(await accounts.logIn(email)) };
}

const kept = (pointer: string) => ({ code: "validation_failed", [pointer]: "last_administrator" });

/** Every way to lose an administrator, for operators and for the one themselves. */
const ways = ({ id, caller }: Member): [string, () => Promise<unknown>][] => [
  ["/role", () => accounts.call("grantRole", { id, role: "user" }, OPERATOR)],
  ["/disabled", () => accounts.call("updateUser", { id, disabled: true }, OPERATOR)],
  ["/id", () => accounts.call("deleteUser", { id }, OPERATOR)],
  [
    "/current_password",
    () => accounts.call("deleteAccount", { current_password: PASSWORD }, caller),
  ],
];

it("keeps the role, is not disabled and not deleted, whoever wants it", async () => {
  for (const [pointer, lose] of ways(first)) expect(await refusal(lose())).toEqual(kept(pointer));
  const { user } = await accounts.call("getUser", { id: first.id });
  expect(user).toMatchObject({ role: "admin", disabled_at: null });
});

it("is still the last one beside one who is disabled", async () => {
  const { id } = await newAdmin("disabled@example.com");
  await accounts.call("updateUser", { id, disabled: true }, OPERATOR);
  const [[pointer, lose]] = ways(first) as [ReturnType<typeof ways>[number]];
  expect(await refusal(lose())).toEqual(kept(pointer));
  // Who cannot log in anyway may lose it.
  await accounts.call("grantRole", { id, role: "user" }, OPERATOR);
});

it("is still the last one beside one who was invited and has not come", async () => {
  const invited = { email: "invited@nowhere.invalid", role: "admin" } as const;
  const { user } = await accounts.call("createUser", invited, OPERATOR);
  for (const [pointer, lose] of ways(first)) expect(await refusal(lose())).toEqual(kept(pointer));
  await accounts.call("deleteUser", { id: user.id }, OPERATOR);
});

it("deletes others only: one's own account needs its password", async () => {
  const { id, caller } = await newAdmin("oneself@example.com");
  const own = { code: "validation_failed", "/id": "own_account" };
  expect(await refusal(accounts.call("deleteUser", { id }, caller))).toEqual(own);
  await accounts.call("deleteUser", { id }, OPERATOR);
});

it("is one of two who lose it at once", async () => {
  const second = await newAdmin("second@example.com");
  const lost = await Promise.allSettled(
    [first, second].map(({ id }) => accounts.call("grantRole", { id, role: "user" }, OPERATOR)),
  );
  expect(lost.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});
