import { readFileSync } from "node:fs";
import { join } from "node:path";
import { bearerToken, createClient } from "../../shared/client";
import { type Gateway, PASSWORD, startGateway } from "../services/web-gateway/support";
import { eventually } from "../support/eventually";

const DOCS = join(__dirname, "../../docs");
const EXAMPLE = join(DOCS, "examples/accounts-client.ts");
const { signUp, follow } = jest.requireActual<{
  signUp(baseUrl: string, email: string, password: string): Promise<boolean>;
  follow(baseUrl: string, email: string, password: string): AsyncGenerator<string>;
}>(EXAMPLE);

it("shows no code but that of the example, which is run", () => {
  const page = readFileSync(join(DOCS, "client.md"), "utf8");
  const example = readFileSync(EXAMPLE, "utf8");
  const blocks = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""]) => code);
  expect(blocks).toHaveLength(3);
  for (const block of blocks) expect(example).toContain(block);
});

describe("the example of the client", () => {
  let gateway: Gateway;
  let baseUrl: string;
  beforeAll(async () => {
    gateway = await startGateway({ services: ["accounts", "audit"] });
    baseUrl = `http://localhost:${gateway.port}`;
  });
  afterAll(async () => {
    await gateway.stop();
  });

  it("signs up once, and follows the account", async () => {
    const email = "example@example.com";
    expect(await signUp(baseUrl, email, PASSWORD)).toBe(true);
    expect(await signUp(baseUrl, email, PASSWORD)).toBe(false);
    await recorded(email);
    const lines = follow(baseUrl, email, PASSWORD);
    expect((await lines.next()).value).toMatch(/^20\S+Z (user|session)\.[a-z]+$/);
    await lines.return(undefined);
  });

  /** Waits until the audit trail knows the account. */
  async function recorded(email: string): Promise<void> {
    const client = createClient({ baseUrl, credential: bearerToken() });
    await client.post("/sessions", { email, password: PASSWORD, credential: "bearer" });
    await eventually(async () => (await client.get("/me/activity")).data.length > 0);
  }
});
