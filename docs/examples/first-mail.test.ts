/* A whole Jumar in a test of jest, for which nothing has to be installed besides. */
import { type Jumar, startJumar } from "jumar/testing";

// A start takes some seconds, and jest gives hooks and tests 5 s only.
jest.setTimeout(120_000);

let jumar: Jumar;
beforeAll(async () => {
  jumar = await startJumar();
});
afterAll(() => jumar.stop());

test("whoever signs up gets a mail with a link", async () => {
  const { email } = await jumar.createUser();
  const mail = await jumar.mails.waitFor({ to: email });
  expect(mail.links).toHaveLength(1);
});
