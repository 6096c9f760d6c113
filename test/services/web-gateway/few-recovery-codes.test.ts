import { uuidOf } from "../../../shared/contracts";
import { newHolder } from "./holder";
import { type Gateway, startGateway } from "./support";
import { textOf, visitPage } from "./visitor";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

it("warns on the page of second factors before the recovery codes run out", async () => {
  const { token, userId } = await newHolder(gateway);
  const few = textOf("security.codes.few");
  const shown = async () =>
    (await visitPage(gateway, "/users/settings/security", { session: token })).shown.text;
  expect(await shown()).not.toContain(few);
  await gateway.owner.raw(
    `update accounts.recovery_codes set used_at = now() where hash in
       (select hash from accounts.recovery_codes where user_id = ? limit 7)`,
    [uuidOf(userId)],
  );
  expect(await shown()).toContain(few);
});
