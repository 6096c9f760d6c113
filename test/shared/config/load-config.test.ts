import { availableParallelism } from "node:os";
import { loadConfig } from "../../../shared/config";
import { PRODUCTION } from "./production-env";

describe("how many passwords are hashed at once", () => {
  const hashes = (env: Record<string, string>): number => loadConfig(env).hashesAtOnce;

  it("is one for each processor, or for as many as each hash keeps busy", () => {
    expect(hashes({ UV_THREADPOOL_SIZE: "1000" })).toBe(availableParallelism());
    expect(hashes({ UV_THREADPOOL_SIZE: "1000", JUMAR_ARGON2_PARALLELISM: "64" })).toBe(
      Math.max(1, Math.floor(availableParallelism() / 64)),
    );
  });

  it("leaves two of Node's threads to others, as long as there are more than two", () => {
    expect(hashes({ UV_THREADPOOL_SIZE: "3" })).toBe(1);
    expect(hashes({ UV_THREADPOOL_SIZE: "1" })).toBe(1);
    expect(hashes({})).toBeLessThanOrEqual(2);
  });
});

describe("the least length of a password", () => {
  it("is 12 unless it is set, from 8 to 64", () => {
    expect(loadConfig({}).passwordMin).toBe(12);
    expect(loadConfig({ JUMAR_PASSWORD_MIN: "8" }).passwordMin).toBe(8);
    expect(loadConfig({ JUMAR_PASSWORD_MIN: "64" }).passwordMin).toBe(64);
    for (const JUMAR_PASSWORD_MIN of ["7", "65", "0", "12.5", "-12", "many"]) {
      expect(() => loadConfig({ JUMAR_PASSWORD_MIN })).toThrow(/JUMAR_PASSWORD_MIN must be/);
    }
  });
});

describe("the service that knows breached passwords", () => {
  it.each([
    "ftp://host/range", "host/range", "https://", "https://u:p@host/range", "https://host/range?x=1",
    "https://host/range#x", "https://host/ra nge",
  ])("is no %s", (JUMAR_BREACHED_PASSWORDS_URL) => {
    expect(() => loadConfig({ JUMAR_BREACHED_PASSWORDS_URL })).toThrow(
      /^JUMAR_BREACHED_PASSWORDS_URL must be a URL such as/,
    );
  }); // prettier-ignore
});

describe("what one client address may do", () => {
  it("is limited in production, and where a setting says so", () => {
    expect(loadConfig(PRODUCTION).addressLimits).toEqual({
      logIns: 100,
      signUps: 100,
      mailRequests: 100,
    });
    const settings = { JUMAR_SIGN_UPS_PER_ADDRESS: "7", JUMAR_LOG_INS_PER_ADDRESS: "8" };
    expect(loadConfig(settings).addressLimits).toMatchObject({ logIns: 8, signUps: 7 });
  });

  it("is as good as unlimited on a developer's machine, but for wrong passwords", () => {
    expect(loadConfig({}).addressLimits).toEqual({
      logIns: 100,
      signUps: 1_000_000,
      mailRequests: 1_000_000,
    });
  });
});
