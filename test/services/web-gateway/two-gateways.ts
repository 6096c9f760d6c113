import { randomUUID } from "node:crypto";
import { type Answer, type Gateway, PASSWORD, startGateway } from "./support";

/** How many of the same request come at once. */
export const COPIES = 50;
type Headers = Record<string, string | string[]>;

/** Two gateways on one database for the tests of a file, and what they ask of them with keys. */
export function atTwoGateways() {
  let gateway: Gateway;
  let other: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ config: { trustedProxies: ["127.0.0.1"] } });
    other = await startGateway({ beside: gateway });
  });
  afterAll(async () => {
    await other.stop();
    await gateway.stop();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const key = (value: string | string[] = randomUUID()): Headers => ({ "idempotency-key": value });
  const post = (path: string, body: unknown, headers: Headers = {}, at = gateway) =>
    at.ask("POST", `/api/v1${path}`, { headers, body });

  let people = 0;
  const newPerson = () => ({ email: `once-${(people += 1)}@example.com`, password: PASSWORD });
  const register = (body: unknown, headers: Headers = key(), at = gateway) =>
    post("/users", body, headers, at);

  /** The same request many times at once, at both gateways in turn. */
  const copies = (path: string, body: unknown, headers = key()): Promise<Answer[]> =>
    Promise.all(
      Array.from({ length: COPIES }, (_, at) =>
        post(path, body, headers, at % 2 ? gateway : other),
      ),
    );

  const rows = async <Row>(sql: string, ...values: unknown[]): Promise<Row[]> =>
    (await gateway.owner.raw<{ rows: Row[] }>(sql, values as string[])).rows;

  const eventsOf = async (email: string, type: string): Promise<number> => {
    const [found] = await rows<{ count: number }>(
      `select count(*) as count from accounts.outbox where type = ?
       and (data->>'email' = ? or subject = (select subject from accounts.outbox
         where type = 'user.registered' and data->>'email' = ? limit 1))`,
      type,
      email,
      email,
    );
    return found!.count;
  };

  /** What two answers to one request have in common: all but what names the request itself. */
  const essence = ({ status, headers, text }: Answer): object => ({
    status,
    location: headers.location,
    cookie: headers["set-cookie"],
    type: headers["content-type"],
    text: text.replace(/"request_id":"[^"]*"/, ""),
  });
  const oneAnswer = (answers: Answer[]): Answer => {
    const [first] = answers;
    for (const answer of answers) expect(essence(answer)).toEqual(essence(first!));
    return first!;
  };

  return {
    gateway: () => gateway,
    other: () => other,
    key,
    post,
    newPerson,
    register,
    copies,
    rows,
    eventsOf,
    essence,
    oneAnswer,
  };
}
