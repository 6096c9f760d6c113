import { type EventStream, openEventStream } from "../support/event-stream";
import { eventually } from "../support/eventually";
import type { HttpClient } from "../support/http";
import type { Target } from "../support/target";
import { wholeDatabase } from "./whole-database";

const PASSWORD = "correct horse battery staple";

interface Member {
  id: string;
  email: string;
  client: HttpClient;
}

/** How accounts are closed: session by session, by an administrator, and for good by their owner. */
export function adminFlow(target: () => Target): void {
  describe("closing", () => closing(target));
}

function closing(target: () => Target): void {
  let admin: HttpClient;
  let streams: EventStream[] = [];
  beforeAll(async () => {
    admin = await target().admin();
  });
  afterEach(() => {
    for (const stream of streams) stream.close();
    streams = [];
  });

  const logIn = async (email: string): Promise<HttpClient> => {
    const client = target().client();
    const { status } = await client.post("/api/v1/sessions", { email, password: PASSWORD });
    expect(status).toBe(201);
    return client;
  };
  const newMember = async (): Promise<Member> => {
    const email = `closing.${Math.random().toString(36).slice(2)}@example.com`;
    const { body } = await target().client().post("/api/v1/users", { email, password: PASSWORD });
    return { id: body.user.id as string, email, client: await logIn(email) };
  };
  const listen = async ({ cookies }: HttpClient): Promise<EventStream> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const stream = await openEventStream(`${target().url}/api/v1/me/stream`, { cookie });
    expect(stream.status).toBe(200);
    streams.push(stream);
    return stream;
  };
  const statusOf = async (client: HttpClient) => (await client.get("/api/v1/session")).status;
  const sessionOf = async (client: HttpClient) =>
    (await client.get("/api/v1/session")).body.session.id as string;
  const found = async ({ id, email }: Member) => {
    const { body } = await admin.get(`/api/v1/users?query=${encodeURIComponent(email)}`);
    return (body.data as { id: string; disabled_at: string | null }[]).find(
      (user) => user.id === id,
    );
  };
  const trailOf = async ({ id }: Member) =>
    (await admin.get(`/api/v1/audit-entries?subject=${id}&limit=100`)).body.data as {
      type: string;
      actor: string;
    }[];
  const typesOf = async (member: Member) => (await trailOf(member)).map(({ type }) => type);

  describe("ending sessions", () => {
    it("one by one, or all but this one, at once and with their streams", async () => {
      const { email, client } = await newMember();
      const others = [await logIn(email), await logIn(email), await logIn(email)];
      const [first, second] = [await listen(others[0]!), await listen(others[1]!)];

      const revoked = await client.delete(`/api/v1/sessions/${await sessionOf(others[0]!)}`);
      expect(revoked.status).toBe(204);
      expect(await statusOf(others[0]!)).toBe(401);
      await first.ended;
      expect(second.isOpen()).toBe(true);

      expect((await client.delete("/api/v1/sessions")).status).toBe(204);
      const sinceAll = performance.now();
      for (const other of others) expect(await statusOf(other)).toBe(401);
      expect((await second.ended) - sinceAll).toBeLessThan(1_000);
      const { body } = await client.get("/api/v1/sessions");
      expect(body.data).toMatchObject([{ current: true }]);

      expect((await client.delete(`/api/v1/sessions/${await sessionOf(client)}`)).status).toBe(204);
      expect(client.cookies.size).toBe(0);
    });

    it("of somebody else finds none", async () => {
      const [one, other] = [await newMember(), await newMember()];
      const id = await sessionOf(other.client);
      expect((await one.client.delete(`/api/v1/sessions/${id}`)).status).toBe(404);
      expect(await statusOf(other.client)).toBe(200);
    });
  });

  describe("an administrator", () => {
    const patch = (id: string, disabled: boolean, headers: Record<string, string> = {}) =>
      admin.request("PATCH", `/api/v1/users/${id}`, {
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ disabled }),
      });

    it("disables a user in the state they have read, and enables them again", async () => {
      const member = await newMember();
      const stream = await listen(member.client);
      const read = await admin.get(`/api/v1/users/${member.id}`);
      expect(read.body.user).toMatchObject({ id: member.id, email: member.email });
      const etag = read.headers.get("etag")!;

      const disabled = await patch(member.id, true, { "if-match": etag });
      expect(disabled.status).toBe(200);
      expect(await statusOf(member.client)).toBe(401);
      await stream.ended;
      const refused = await target()
        .client()
        .post("/api/v1/sessions", { email: member.email, password: PASSWORD });
      expect(refused.body.code).toBe("invalid_credentials");
      const late = await patch(member.id, false, { "if-match": etag });
      expect([late.status, late.body.code]).toEqual([412, "precondition_failed"]);
      await eventually(async () => typeof (await found(member))?.disabled_at === "string");

      expect((await patch(member.id, false)).status).toBe(200);
      expect((await patch(member.id, false)).status).toBe(200);
      expect(await statusOf(member.client)).toBe(401);
      await logIn(member.email);
      await eventually(async () => (await found(member))?.disabled_at === null);
      const types = await eventually(async () => {
        const all = await typesOf(member);
        return all.includes("user.enabled") && all;
      });
      expect(types.filter((type) => type.endsWith("abled")).sort()).toEqual([
        "user.disabled",
        "user.enabled",
      ]);
    });

    it("does not disable themselves", async () => {
      const id = (await admin.get("/api/v1/me")).body.user.id as string;
      const { status, body } = await patch(id, true);
      expect([status, body.errors]).toMatchObject([422, [{ pointer: "/disabled" }]]);
      expect(await statusOf(admin)).toBe(200);
    });

    it("reads users, the trail and the log page by page, by filters", async () => {
      const member = await newMember();
      await eventually(async () => (await typesOf(member)).includes("session.created"));
      await eventually(async () => await found(member));
      const pages = async (path: string): Promise<Record<string, string>[]> => {
        const all: Record<string, string>[] = [];
        let cursor: string | null = null;
        do {
          const more: string = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
          const { status, body } = await admin.get(`/api/v1/${path}&limit=1${more}`);
          expect(status).toBe(200);
          all.push(...(body.data as Record<string, string>[]));
          cursor = body.next_cursor as string | null;
        } while (cursor !== null);
        return all;
      };
      const both = ["session.created", "user.registered"];
      const trail = await pages(`audit-entries?subject=${member.id}`);
      expect(trail.map(({ type }) => type)).toEqual(both);
      const theirs = await pages(`audit-entries?actor=${member.id}&type=session.created`);
      expect(theirs.map(({ id }) => id)).toEqual([trail[0]!.id]);
      const log = await pages(`events?subject=${member.id}`);
      expect(log.map(({ type }) => type)).toEqual(both);
      expect(log.map(({ id }) => id)).toEqual(trail.map(({ event_id }) => event_id));

      const query = `query=${encodeURIComponent(member.email)}`;
      expect((await pages(`users?${query}`))[0]).toMatchObject({ id: member.id });
      expect(await pages(`users?${query}&confirmed=true`)).toEqual([]);
      const { body } = await admin.get("/api/v1/users?sort=-created_at&confirmed=false&limit=1");
      expect(body.data).toMatchObject([{ id: member.id }]);
    });
  });

  describe("deleting one's account", () => {
    it("takes the password, and then everything of it, everywhere", async () => {
      const member = await newMember();
      const { email, client, id } = member;
      await eventually(async () => (await target().mailTo(email)).length === 1);
      await eventually(async () => await found(member));
      const other = await logIn(email);
      const stream = await listen(other);

      const wrong = await client.delete("/api/v1/me", { current_password: "not the password" });
      expect([wrong.status, wrong.body.errors]).toMatchObject([
        422,
        [{ pointer: "/current_password" }],
      ]);
      expect(await statusOf(client)).toBe(200);

      const gone = await client.delete("/api/v1/me", { current_password: PASSWORD });
      expect(gone.status).toBe(204);
      expect(client.cookies.size).toBe(0);
      expect(await statusOf(other)).toBe(401);
      await stream.ended;
      const refused = await target()
        .client()
        .post("/api/v1/sessions", { email, password: PASSWORD });
      expect(refused.body.code).toBe("invalid_credentials");
      expect((await admin.get(`/api/v1/users/${id}`)).status).toBe(404);

      await eventually(async () => (await found(member)) === undefined);
      const types = await eventually(async () => {
        const all = await typesOf(member);
        // They may be recorded in any order.
        expect(all).toContain("user.deleted");
        for (const each of ["session.created", "session.ended"])
          expect(all.filter((type) => type === each)).toHaveLength(2);
        return all;
      });
      expect(types).toContain("user.registered");
      await eventually(async () => !(await wholeDatabase(target())).includes(email));

      const log = (await admin.get(`/api/v1/events?subject=${id}&limit=100`)).body;
      expect((log.data as { type: string }[]).map(({ type }) => type).sort()).toEqual(
        [...types].sort(),
      );
      expect(JSON.stringify(log)).toContain("@deleted.invalid");
    });

    it("leaves the address to whoever signs up with it next", async () => {
      const member = await newMember();
      const { status } = await member.client.delete("/api/v1/me", { current_password: PASSWORD });
      expect(status).toBe(204);
      const { body } = await target()
        .client()
        .post("/api/v1/users", { email: member.email, password: PASSWORD });
      const next = { ...member, id: body.user.id as string };
      expect(next.id).not.toBe(member.id);
      await logIn(member.email);
      await eventually(async () => (await found(next)) && !(await found(member)));
    });
  });
}
