import type { Caller } from "../../../shared/contracts";
import { generateTypeId } from "../../../shared/ids";
import type { Principal } from "../../../shared/principal";
import { fromMeta, toMeta } from "../../../shared/service/caller-meta";
import { createSigner } from "../../../shared/signing";

const signer = createSigner("a secret key base of the tests");
const user = { id: generateTypeId("user"), role: "admin" } as const;
const session = { id: generateTypeId("session") };
const times = {
  authenticatedAt: "2026-01-31T09:30:00.000Z",
  assurance: 2,
  readAt: "2026-01-31T09:40:00.000Z",
} as const;

/** Each principal, and what release 0.1 writes of it: processes of it run beside this one during an upgrade. */
const written: [Principal, object][] = [
  [
    { kind: "session", user, session, ...times },
    { kind: "user", user_id: user.id, session_id: session.id, role: "admin" },
  ],
  [{ kind: "operator" }, { kind: "operator" }],
  [
    { kind: "service", service: "search" },
    { kind: "service", service: "search" },
  ],
];

/** What the release before does not say: when the user proved who they are, so too long ago for any action. */
const unsaid = {
  authenticatedAt: "1970-01-01T00:00:00.000Z",
  assurance: 1,
  readAt: expect.any(String) as string,
};

const asBefore = (scope: object, at = Date.now()) => ({
  scope: signer.sign("scope", { scope, at }),
});

describe("a caller on the wire", () => {
  it.each(written)("is read from a process of the release before: %j", (principal, before) => {
    const read = fromMeta(signer, { ...asBefore(before), requestId: "r1" });
    expect(read).toEqual({
      principal: { ...principal, ...("readAt" in principal ? unsaid : {}) },
      requestId: "r1",
    });
  });

  it.each(written)("is written so that the release before reads it: %j", (principal, before) => {
    const { scope = "", ...rest } = toMeta(signer, { principal, ip: "192.0.2.1" });
    const read = signer.verify("scope", scope) as { scope: object; at: number };
    expect(read.scope).toMatchObject(before);
    expect(Math.abs(Date.now() - read.at)).toBeLessThan(60_000);
    expect(rest).toEqual({ ip: "192.0.2.1" });
  });

  it("arrives as it left", () => {
    const caller: Caller = {
      principal: { kind: "session", user, session, ...times },
      ...{ requestId: "r1", ip: "192.0.2.1", userAgent: "browser", language: "de" },
      traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    };
    expect(fromMeta(signer, toMeta(signer, caller))).toEqual(caller);
    expect(fromMeta(signer, toMeta(signer, {}))).toEqual({});
  });

  it("has no principal that was signed long ago, elsewhere, for something else or not at all", () => {
    const operator = { kind: "operator" };
    const other = createSigner("another secret key base");
    const payload = { scope: operator, at: Date.now() };
    for (const meta of [
      asBefore(operator, Date.now() - 16 * 60_000),
      { scope: other.sign("scope", payload) },
      { scope: signer.sign("cursor", payload) },
      { scope: operator as never },
      { principal: operator } as never,
    ]) {
      expect(fromMeta(signer, meta)).toEqual({});
    }
  });

  it("has no principal of a kind that only a later release knows", () => {
    expect(fromMeta(signer, asBefore({ kind: "robot", user_id: user.id }))).toEqual({});
  });
});
