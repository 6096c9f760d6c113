import { bearerToken } from "../../shared/client";
import { type EventStream, openEventStream } from "../support/event-stream";
import { eventually } from "../support/eventually";
import type { HttpClient } from "../support/http";
import { opened } from "../support/opened";
import type { Target } from "../support/target";

const PASSWORD = "correct horse battery staple";

/** The live tier: what one does is seen at once, and a stream ends with its session. */
export function streamFlow(target: () => Target): void {
  describe("the stream of one's own events", () => {
    const streams: EventStream[] = [];
    let email: string;

    beforeEach(async () => {
      email = `live.${Math.random().toString(36).slice(2)}@example.com`;
      await target().client().post("/api/v1/users", { email, password: PASSWORD });
    });
    afterEach(() => {
      for (const stream of streams.splice(0)) stream.close();
    });

    async function logIn(): Promise<HttpClient & { sessionId: string }> {
      const client = target().client();
      const { body } = await client.post("/api/v1/sessions", { email, password: PASSWORD });
      return { ...client, sessionId: body.session.id as string };
    }

    async function listen({ cookies }: HttpClient): Promise<EventStream> {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      const stream = await openEventStream(`${target().url}/api/v1/me/stream`, { cookie });
      expect(stream.status).toBe(200);
      streams.push(stream);
      return stream;
    }

    it("shows what one does, and nothing of other people", async () => {
      const other = `other.${email}`;
      const stream = await listen(await logIn());
      await target().client().post("/api/v1/users", { email: other, password: PASSWORD });
      await target().client().post("/api/v1/sessions", { email: other, password: PASSWORD });
      await target().client().post("/api/v1/sessions", { email, password: "not the password" });

      const rejected = await stream.next("session.rejected");
      expect(rejected.id).toMatch(/^event_/);
      const { subject } = rejected.data as { subject: string };
      expect(stream.events().map(({ data }) => data.subject as string)).toEqual(
        stream.events().map(() => subject),
      );
      expect(stream.text()).not.toContain(other);
      expect(stream.text()).not.toMatch(/"(ip|user_agent|clientip|useragent|actor)"/);
    });

    it("is a loop for programs, which ends with the session", async () => {
      const api = target().api(bearerToken());
      const { session } = opened(
        await api.post("/sessions", { email, password: PASSWORD, credential: "bearer" }),
      );
      const stream = api.stream("/me/stream");
      const first = stream.next();
      // What comes first says that it is open: the broadcast of the log-in, or of a further one.
      let open = false;
      void first.then(() => (open = true));
      await eventually(async () => {
        if (!open) await logIn();
        return open;
      });
      await api.delete("/session");
      const rest: unknown[] = [];
      for await (const event of stream) rest.push(event);
      expect(rest.at(-1)).toMatchObject({
        type: "session.ended",
        data: { session_id: session.id, current: true },
      });
    });

    it("ends when its session is ended elsewhere, and only its own", async () => {
      const first = await logIn();
      const watching = await listen(first);
      const second = await logIn();
      const staying = await listen(second);
      expect((await watching.next("session.created")).data).toMatchObject({
        data: { current: expect.any(Boolean) as boolean },
      });

      // The same session in another place, such as a second window.
      const elsewhere = target().client();
      for (const cookie of first.cookies) elsewhere.cookies.set(...cookie);
      expect((await elsewhere.delete("/api/v1/session")).status).toBe(204);

      await watching.ended;
      expect(watching.events().at(-1)).toMatchObject({
        event: "session.ended",
        data: { data: { session_id: first.sessionId, current: true } },
      });
      expect((await staying.next("session.ended")).data).toMatchObject({
        data: { session_id: first.sessionId, current: false },
      });
      expect(staying.isOpen()).toBe(true);
    });
  });
}
