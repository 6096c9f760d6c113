import { randomUUID } from "node:crypto";
import { loadService } from "../../../services/load";
import { operations } from "../../../services/web-gateway/api/operations";
import { PASSWORD, startGateway, type Answer, type Gateway } from "../web-gateway/support";

/*
 * What a client POSTs may come again, so its effect and its answer have to be one transaction
 * (`deps.once`). A trigger refuses the commit of an event that no answer was recorded with.
 */

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
  await gateway.deps.db.raw(`create function require_answer() returns trigger language plpgsql as $$
    begin
      if new.request_id like 'keyed-%' and new.type <> 'session.rejected' and not exists (
        select 1 from accounts.recorded_answers
        where xmin = pg_current_xact_id()::xid and answer is not null
      ) then raise exception 'an effect without its answer'; end if;
      return null;
    end $$`);
  await gateway.deps.db.raw(`create constraint trigger require_answer after insert
    on accounts.outbox deferrable initially deferred for each row execute function require_answer()`);
});
afterAll(async () => {
  await gateway.stop();
});

let people = 0;
const newPerson = () => ({ email: `answered-${(people += 1)}@example.com`, password: PASSWORD });
const signUp = async () => {
  const person = newPerson();
  const { json } = await gateway.ask("POST", "/api/v1/users", { body: person });
  return { ...person, id: json.user.id as string };
};

/** The token that a mail about the latest event of a type would carry. */
async function mailed(userId: string, purpose: "confirmation", type: string): Promise<string> {
  const { accounts } = gateway.platform.call;
  const { data } = await accounts.listEvents(
    { subject: userId, type },
    { scope: { kind: "operator" } },
  );
  const { id = "" } = data[0] ?? {};
  return (await accounts.issueMailToken({ user_id: userId, purpose, event_id: id })).token;
}

const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  gateway.ask("POST", `/api/v1${path}`, {
    body,
    headers: {
      "idempotency-key": randomUUID(),
      "x-request-id": `keyed-${randomUUID()}`,
      ...headers,
    },
  });

/** A request of each operation that succeeds. */
const requests: Record<string, () => Promise<Answer>> = {
  register: () => post("/users", newPerson()),
  async logIn() {
    const { email, password } = await signUp();
    return await post("/sessions", { email, password });
  },
  async confirm() {
    const { id } = await signUp();
    return await post("/confirmations", {
      token: await mailed(id, "confirmation", "user.registered"),
    });
  },
};

const posts = operations.filter(({ http }) => http.method === "POST");

it.each(posts.map(({ name, http, service }) => [name, http.path, http.status, service] as const))(
  "%s (POST %s) records its answer with its effect",
  async (name, _path, status, service) => {
    expect(loadService(service).parts.records).toBe(true);
    const request = requests[name];
    if (!request) throw new Error(`${name} needs a request that succeeds, here`);
    expect(await request()).toMatchObject({ status });
  },
);

it("an effect without its answer would be refused", async () => {
  const { accounts } = gateway.platform.call;
  const operator = { kind: "operator" } as const;
  const params = { ...newPerson(), role: "user" as const, confirmed: false };
  const creating = accounts.createUser(params, { scope: operator, requestId: "keyed-not" });
  await expect(creating).rejects.toMatchObject({ code: "internal" });
});
