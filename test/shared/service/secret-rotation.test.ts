import { checkpoint, verifyCheckpoint } from "../../../services/audit/domain/checkpoint";
import { createFormTokens } from "../../../services/web-gateway/pages/state/form-tokens";
import { decodeCursor, encodeCursor } from "../../../shared/cursors";
import { fromMeta, toMeta } from "../../../shared/service/caller-meta";
import { createSigner, type Signer } from "../../../shared/signing";
import { createTestDatabase, type TestDatabase, testDeps } from "../../support/database";

const OLD = "the secret that was used until now ".repeat(2);
const NEW = "the secret that is used from now on ".repeat(2);

/** Each step of a rotation, as processes are configured in it. */
const before = createSigner(OLD);
const first = createSigner(OLD, NEW);
const second = createSigner(NEW, OLD);
const after = createSigner(NEW);

const STEPS: [string, Signer, Signer][] = [
  ["before it and in its first step", before, first],
  ["in its first and its second step", first, second],
  ["in its second step and after it", second, after],
];

describe.each(STEPS)("processes %s", (_, one, other) => {
  it.each([
    ["there", one, other],
    ["back", other, one],
  ])("know each other's calls, cursors and forms: %s", (__, from, to) => {
    const principal = { kind: "service", service: "notifier" } as const;
    expect(fromMeta(to, toMeta(from, { principal }))).toEqual({ principal });
    const cursor = encodeCursor(from, "a list", [1]);
    expect(decodeCursor(to, "a list", cursor)).toEqual([1]);
    const token = createFormTokens(from).issue("a holder");
    expect(createFormTokens(to).holderOf(token)).toBe("a holder");
  });
});

it("before and after a rotation know nothing of each other", () => {
  const principal = { kind: "operator" } as const;
  expect(fromMeta(after, toMeta(before, { principal }))).toEqual({});
  expect(fromMeta(before, toMeta(after, { principal }))).toEqual({});
});

it("makes everything with the secret and nothing with the one that is accepted too", () => {
  expect(second.sign("purpose", 1)).toBe(after.sign("purpose", 1));
  expect(second.fingerprint("purpose", "x")).toBe(after.fingerprint("purpose", "x"));
  expect(second.derive("purpose", "x")).toEqual(after.derive("purpose", "x"));
});

describe("on a database", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it("knows a checkpoint that was signed before as its own until the rotation ends", async () => {
    const deps = testDeps(database, "audit");
    const made = await checkpoint({ ...deps, signer: before });
    const signatureFor = async (signer: Signer) =>
      (await verifyCheckpoint({ ...deps, signer }, { checkpoint: made })).signature;
    expect(await signatureFor(second)).toBe("valid");
    expect(await signatureFor(after)).toBe("unknown");
  });
});
