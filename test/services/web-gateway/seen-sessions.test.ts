import type { SeenSessions } from "../../../services/web-gateway/api/seen-sessions";
import { collectSeenSessions } from "../../../services/web-gateway/api/seen-sessions";
import { createLogger } from "../../../shared/observability";
import { asUser } from "../../support/callers";
import { eventually } from "../../support/eventually";
import { bearer, type Gateway, startGateway } from "./support";

let gateway: Gateway;
let collecting: SeenSessions | undefined;
beforeAll(async () => {
  gateway = await startGateway();
});
afterEach(() => {
  collecting?.stop();
  collecting = undefined;
});
afterAll(() => gateway.stop());

const log = createLogger({ level: "silent", pretty: false });

describe("sessions that are used", () => {
  it("are noted for requests that they are let through with, and for no others", async () => {
    const note = jest.spyOn(gateway.deps.seenSessions, "note");
    const { token } = await gateway.signUp();
    const { json } = await gateway.ask("GET", "/api/v1/session", { headers: bearer(token) });
    await gateway.ask("GET", "/api/v1/session", { headers: bearer("A".repeat(43)) });
    await gateway.ask("GET", "/api/v1/session");
    expect(note.mock.calls).toEqual([[json.session.id]]);
    note.mockRestore();
  });

  it("cost a request no statement beyond the check", async () => {
    const { token } = await gateway.signUp();
    const statements: string[] = [];
    const note = ({ sql }: { sql: string }) => {
      if (sql.includes("sessions")) statements.push(sql);
    };
    const pools = [gateway.deps.db, gateway.platform.database.of("accounts")];
    for (const pool of pools) pool.on("query", note);
    await gateway.ask("GET", "/api/v1/session", { headers: bearer(token) });
    for (const pool of pools) pool.removeListener("query", note);
    expect(statements).toHaveLength(1);
    expect(statements[0]).toMatch(/^\s*select/);
  });

  it("are told to accounts, which puts their idle end off", async () => {
    const { token } = await gateway.signUp();
    const { json } = await gateway.ask("GET", "/api/v1/session", { headers: bearer(token) });
    await gateway.owner.raw("update accounts.sessions set last_seen_at = '2026-01-01'");
    collecting = collectSeenSessions({
      tell: (session_ids) => gateway.deps.call.accounts.noteSeen({ session_ids }),
      log,
      interval: 20,
    });
    collecting.note(json.session.id as string);
    await eventually(async () => {
      const { rows } = await gateway.owner.raw<{ rows: unknown[] }>(
        "select 1 from accounts.sessions where last_seen_at > now() - interval '1 hour'",
      );
      return rows.length === 1;
    });
  });

  it("are told once an interval, a thousand at a time, and forgotten when nobody listens", async () => {
    const told: string[][] = [];
    let away = true;
    collecting = collectSeenSessions({
      tell: (ids) => {
        told.push(ids);
        return away ? Promise.reject(new Error("away")) : Promise.resolve({});
      },
      log,
      interval: 30,
    });
    collecting.note("session_lost");
    await eventually(() => told.length === 1);
    away = false;
    for (let n = 0; n < 2_500; n += 1) collecting.note(`session_${n % 2_100}`);
    await eventually(() => told.length === 4);
    expect(told.map(({ length }) => length)).toEqual([1, 1000, 1000, 100]);
  });

  it("are told of to accounts by services alone", async () => {
    const { token } = await gateway.signUp();
    const { json } = await gateway.ask("GET", "/api/v1/session", { headers: bearer(token) });
    const { user, session } = json as { user: { id: string }; session: { id: string } };
    const asked = gateway.deps.call.accounts.noteSeen(
      { session_ids: [session.id] },
      asUser(user, session),
    );
    await expect(asked).rejects.toMatchObject({ code: "forbidden" });
  });
});
