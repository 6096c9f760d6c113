/*
 * How the members' area is tested, by Node's own test runner: against a whole Jumar of its own, for
 * which nothing has to be installed.
 */
import { startJumar, type Jumar } from "jumar/testing";
import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { membersArea } from "./members-area";

let jumar: Jumar;
let url: string;
before(async () => {
  jumar = await startJumar();
  const server = membersArea(jumar.url).listen(0, "127.0.0.1").unref();
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => jumar.stop());

const visit = (token: string) => fetch(url, { headers: { authorization: `Bearer ${token}` } });

test("greets who is logged in, and nobody else", async () => {
  const user = await jumar.createUser({ confirmed: true });
  const client = await jumar.logIn(user);
  assert.equal(await (await visit(client.token)).text(), `Welcome, ${user.email}`);

  await client.delete("/session");
  assert.equal((await visit(client.token)).status, 401);
});

test("lets in with a password that was reset by mail", async () => {
  const { email, id } = await jumar.createUser();
  await jumar.client.post("/password-reset-requests", { email });
  const mail = await jumar.mails.waitFor({ to: email, subject: /password/i });
  const token = mail.links[0]!.split("/").at(-1)!;
  const password = "another horse battery";
  await jumar.client.post("/password-resets", { token, password, password_confirmation: password });
  await jumar.events.waitFor("user.password_reset", ({ subject }) => subject === id);

  const client = await jumar.logIn({ email, password });
  assert.equal((await visit(client.token)).status, 200);
});
