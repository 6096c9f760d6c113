import { randomUUID } from "node:crypto";
import type { Answer } from "../support/http";
import type { Target } from "../support/target";

const PASSWORD = "correct horse battery staple";
const COPIES = 20;

/** A client that did not get its answer asks again. */
export function repeatFlow(target: () => Target): void {
  describe("a request that comes again with its Idempotency-Key", () => {
    const person = {
      email: `again.${Math.random().toString(36).slice(2)}@example.com`,
      password: PASSWORD,
    };
    const post = (path: string, body: object, key: string): Promise<Answer> =>
      target().client().post(`/api/v1${path}`, body, { "idempotency-key": key });
    const copies = async (path: string, body: object): Promise<Answer> => {
      const key = randomUUID();
      const answers = await Promise.all(
        Array.from({ length: COPIES }, () => post(path, body, key)),
      );
      const [first] = answers;
      answers.push(await post(path, body, key));
      for (const { status, headers, body: said } of answers) {
        expect({ status, said }).toEqual({ status: first?.status, said: first?.body });
        expect(headers.get("location")).toBe(first?.headers.get("location"));
        expect(headers.getSetCookie()).toEqual(first?.headers.getSetCookie());
      }
      return first!;
    };

    it("signs up once", async () => {
      const { status, headers, body } = await copies("/users", person);
      expect(status).toBe(201);
      expect(headers.get("location")).toBe(`/api/v1/users/${body.user.id as string}`);
    });

    it.each(["cookie", "bearer"])("opens one session, by %s", async (credential) => {
      const client = target().client();
      const before = await sessions();
      const { status } = await copies("/sessions", { ...person, credential });
      expect(status).toBe(201);
      expect((await sessions()) - before).toBe(2); // with the one that is opened to look

      async function sessions(): Promise<number> {
        await client.post("/api/v1/sessions", person);
        const { body } = await client.get("/api/v1/sessions");
        return (body.data as object[]).length;
      }
    });

    it("is another's when it says something else", async () => {
      const key = randomUUID();
      const email = `x${person.email}`;
      expect((await post("/users", { ...person, email }, key)).status).toBe(201);
      const other = await post("/users", { ...person, email: `y${person.email}` }, key);
      expect([other.status, other.body.code]).toEqual([422, "idempotency_key_reused"]);
    });
  });
}
