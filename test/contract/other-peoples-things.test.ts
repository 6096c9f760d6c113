import { type Described, described } from "../support/api/described";
import { freshAdmin } from "../support/api/holder";
import { type Answered, type Asked, sendAsked } from "../support/api/send";
import { validRequests } from "../support/api/valid-requests";
import { createWorld, type Person, type World } from "../support/api/world";
import { type SharedTarget, sharedTarget } from "../support/shared-platform";

let target: SharedTarget;
let world: World;
let victim: Person;
let other: Person;
let admin: Person;
let disabled: Person;
let ended: Person;
beforeAll(async () => {
  target = await sharedTarget();
  world = createWorld(target);
  [victim, other, admin, disabled, ended] = await Promise.all([
    world.person(),
    world.person(),
    world.admin(),
    world.person(),
    world.person(),
  ]);
  await done("updateUser", {
    as: admin,
    path: { id: disabled.userId },
    body: { disabled: true },
  });
  await done("deleteCurrentSession", { as: ended });
});
afterAll(async () => {
  world.end();
  await target.stop();
});

const table = described.map((operation) => [nameOf(operation), operation] as const);
const only = (wanted: (operation: Described) => boolean) =>
  table.filter(([, operation]) => wanted(operation));
const guarded = only(({ access }) => access !== "anyone");
const forAdmins = only(({ access }) => access === "admin");
const forEachOnTheirOwn = only(({ access }) => access === "session");
const withIds = only(({ pathParams }) => pathParams.length > 0);

describe("nobody, a disabled user and whose session has ended are asked to log in", () => {
  it.each(guarded)("at %s", async (_, operation) => {
    const asked = await validRequests[operation.id]!(world);
    for (const as of [undefined, disabled, ended, { token: "A".repeat(43) }]) {
      const answer = await ask(operation, { ...asked, as });
      expect([answer.status, answer.json.code]).toEqual([401, "unauthenticated"]);
      expect(answer.headers["www-authenticate"]).toBe("Bearer");
    }
  });
});

describe("an ordinary user is refused", () => {
  it.each(forAdmins)("at %s", async (_, operation) => {
    const asked = await validRequests[operation.id]!(world);
    const answer = await ask(operation, { ...asked, as: other });
    expect([answer.status, answer.json.code]).toEqual([403, "forbidden"]);
  });
});

describe("an id that is somebody else's, of another kind or of nobody is not there", () => {
  it.each(withIds)("at %s", async (_, operation) => {
    const asked = await validRequests[operation.id]!(world);
    const [name = ""] = operation.pathParams;
    // An administrator who was made just now has proved who they are of late.
    const recent = isStepUp(operation) ? await freshAdmin(world) : admin;
    for (const as of operation.access === "admin" ? [recent] : [other, recent]) {
      for (const id of await foreignIds(operation, name)) {
        const answer = await ask(operation, { ...asked, as, path: { ...asked.path, [name]: id } });
        expect({ id, status: answer.status }).toEqual({ id, status: 404 });
        expect(answer.json.code).toBe("not_found");
      }
    }
    // Nothing has happened to what is the victim's.
    expect((await ask(find("getCurrentSession"), { as: victim })).json).toMatchObject({
      user: { id: victim.userId, disabled_at: null },
      session: { id: victim.sessionId },
    });
  });
});

describe("a token that was mailed to somebody else is worth nothing to who is logged in", () => {
  const withTokens = only(
    ({ access, operation }) =>
      access === "session" &&
      operation.requestBody?.content["application/json"]?.schema.properties?.token !== undefined,
  );
  it.each(withTokens)("at %s", async (_, operation) => {
    for (const as of [other, admin]) {
      const asked = await validRequests[operation.id]!(world);
      const answer = await ask(operation, { ...asked, as });
      expect([answer.status, answer.json.code]).toEqual([422, "token_invalid"]);
    }
  });
});

describe("nothing of other people is in what one is shown", () => {
  const shown = forEachOnTheirOwn.filter(([, { method }]) => method === "GET");
  it.each(shown)("at %s", async (_, operation) => {
    for (const as of [other, admin]) {
      const { status, text } = await ask(operation, { as });
      expect(status).toBe(200);
      for (const mark of [victim.email, victim.userId, victim.sessionId, victim.token]) {
        expect(text).not.toContain(mark);
      }
    }
  });
});

describe("no field decides what is not asked for", () => {
  const FIELDS: Record<string, string | object | null> = {
    role: "admin",
    confirmed_at: "2026-01-01T00:00:00Z",
    disabled_at: null,
    id: "user_01jd8gq4xqfa3v3ywd3pkz2w1e",
    user_id: "user_01jd8gq4xqfa3v3ywd3pkz2w1e",
    session_id: "session_01jd8gq4xqfa3v3ywd3pkz2w1e",
    created_at: "2026-01-01T00:00:00Z",
    password_hash: "$argon2id$",
    scope: { kind: "operator" },
    principal: { kind: "operator" },
    actor: "operator",
  };

  it.each(table)("at %s", async (_, operation) => {
    const asked = await validRequests[operation.id]!(world);
    const known = [
      ...(operation.operation.parameters ?? []).filter((one) => one.in === "query"),
    ].map(({ name }) => name);
    const body = operation.operation.requestBody?.content["application/json"]?.schema;
    known.push(...Object.keys(body?.properties ?? {}));
    for (const [field, value] of Object.entries(FIELDS)) {
      if (known.includes(field)) continue;
      const body = { ...(asked.body as object | undefined), [field]: value };
      const more: Asked[] = [{ query: { ...queryOf(asked), [field]: JSON.stringify(value) } }];
      if (operation.method !== "GET") more.push({ body });
      for (const one of more) {
        const answer = await ask(operation, { ...asked, ...one });
        expect({ field, status: answer.status }).toEqual({ field, status: 422 });
        expect(answer.json.errors).toContainEqual(
          expect.objectContaining({ pointer: `/${field}`, code: "unknown_field" }),
        );
      }
    }
  });
});

it("was tried on what can be named by an id and what can be sent a token", () => {
  expect(withIds.length).toBeGreaterThan(2);
  expect(forAdmins.length).toBeGreaterThan(4);
});

function ask(operation: Described, asked: Asked): Promise<Answered> {
  const headers = { ...world.elsewhere(), ...asked.headers };
  return sendAsked(world.url, operation, { ...asked, headers });
}

async function done(id: string, asked: Asked): Promise<void> {
  const { status, text } = await ask(find(id), asked);
  if (status >= 300) throw new Error(`${id}: ${status} ${text}`);
}

function find(id: string): Described {
  const found = described.find((operation) => operation.id === id);
  if (!found) throw new Error(`there is no operation ${id}`);
  return found;
}

/** What the id in a path is an id of, by its pattern in the document: `user`, `session`. */
function kindOf({ operation }: Described, name: string): string {
  const parameter = operation.parameters!.find((one) => one.name === name && one.in === "path")!;
  return /^\^([a-z]+)_/.exec(String(parameter.schema.pattern))![1]!;
}

/** Ids of each kind that are not the asker's; an administrator may name every user. */
async function foreignIds(operation: Described, name: string): Promise<string[]> {
  const kind = kindOf(operation, name);
  const { json } = await ask(find("listAuditEntries"), { as: admin, query: { limit: "1" } });
  const entry = json.data[0] as { id: string; event_id: string };
  const ids = [victim.userId, victim.sessionId, entry.id, entry.event_id];
  const theirs = ids.filter((id) => operation.access !== "admin" || !id.startsWith(`${kind}_`));
  return [...theirs, `${kind}_01jd8gq4xqfa3v3ywd3pkz2w1e`, `${kind}_00000000000000000000000000`];
}

function isStepUp({ answers }: Described): boolean {
  return answers.get(401)?.codes.includes("insufficient_user_authentication") ?? false;
}

function queryOf({ query }: Asked): Record<string, string> {
  return typeof query === "object" ? query : {};
}

function nameOf({ method, path }: Described): string {
  return `${method} ${path}`;
}
