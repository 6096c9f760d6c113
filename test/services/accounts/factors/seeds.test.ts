import { resealSeeds } from "../../../../services/accounts/factors";
import { uuidOf } from "../../../../shared/contracts";
import { createSigner, type Signer } from "../../../../shared/signing";
import { eventually } from "../../../support/eventually";
import { accountsForTests, refusal } from "../support";
import { begin, codeOf, type Holder, newHolder } from "./support";

const accounts = accountsForTests();

const OLD = "a secret that is known to every test ".repeat(2);
const NEW = "the secret that takes its place ".repeat(2);

it("reads a seed that was sealed under the secret before, and seals it anew when it is used", async () => {
  const holder = await newHolder(accounts);
  const factors = () => accounts.deps.db.withSchema("accounts").table("factors");
  const logIn = async () => {
    await factors().update({ last_step: null });
    const login_id = await begin(accounts, holder);
    await accounts.call("finishLogIn", { login_id, totp: codeOf(holder.secret) });
  };
  const sealed = async (): Promise<unknown> =>
    (await factors()
      .where({ id: uuidOf(holder.factorId) })
      .first("secret_sealed")) as unknown;
  const before = await sealed();
  await logIn();
  expect(await sealed()).toEqual(before);
  accounts.deps.signer = createSigner(NEW, OLD);
  await logIn();
  expect(await sealed()).not.toEqual(before);
  accounts.deps.signer = createSigner(NEW);
  await logIn();
});

it("seals all of them anew while both secrets are accepted, and refuses what nobody can open", async () => {
  accounts.deps.signer = createSigner(OLD);
  const [one, other] = [await newHolder(accounts), await newHolder(accounts)];
  const tried = async (holder: Holder, signer: Signer) => {
    accounts.deps.signer = signer;
    const login_id = await begin(accounts, holder);
    return accounts.call("finishLogIn", { login_id, totp: codeOf(holder.secret) });
  };
  expect(await refusal(tried(one, createSigner(NEW)))).toMatchObject({ "/totp": "wrong_code" });
  const loop = resealSeeds({ ...accounts.deps, signer: createSigner(NEW, OLD) });
  await eventually(async () => {
    const login_id = await tried(other, createSigner(NEW)).catch(() => undefined);
    return login_id !== undefined;
  });
  await loop.stop();
  await tried(one, createSigner(NEW));
});
