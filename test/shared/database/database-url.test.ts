import { loadConfig } from "../../../shared/config";
import { type ConnectionSettings, settingsFromUrl } from "../../../shared/database";

const read = (DATABASE_URL: string, env: Record<string, string> = {}): ConnectionSettings =>
  settingsFromUrl(loadConfig({ DATABASE_URL, ...env }));

describe("DATABASE_URL", () => {
  it("names one server", () => {
    expect(read("postgresql://ada:se%40cret@db.example.com:5432/accounts")).toEqual({
      host: "db.example.com",
      port: 5432,
      user: "ada",
      password: "se@cret",
      database: "accounts",
    });
  });

  it("names several servers, the nearest first, each with its port", () => {
    expect(read("cockroachdb://jumar@near,mid:26258,[fd00::3]:26259/jumar")).toEqual({
      host: "near",
      port: 26257,
      farther: [
        { host: "mid", port: 26258 },
        { host: "fd00::3", port: 26259 },
      ],
      user: "jumar",
      database: "jumar",
    });
  });

  it("may name a folder of sockets", () => {
    expect(read("postgresql://postgres@localhost:5433/jumar?host=%2Frun%2Fpg")).toMatchObject({
      host: "/run/pg",
      port: 5433,
    });
  });

  it("verifies the server in full when it asks for TLS at all", () => {
    expect(read("postgresql://a,b/jumar?sslmode=require").ssl).toEqual({
      rejectUnauthorized: true,
    });
    expect(read("postgresql://a/jumar?sslmode=disable").ssl).toBeUndefined();
  });

  it.each([
    "postgresql://near,/jumar",
    "postgresql://,far/jumar",
    "postgresql://near:1x,far/jumar",
    "postgresql://near:99999/jumar",
    "postgresql://user:%ZZ@near/jumar",
    "postgresql://near,far:5432:5433/jumar",
  ])("is refused without being repeated: %s", (url) => {
    expect(() => read(url)).toThrow(/^DATABASE_URL is not a URL that can be read$/);
  });
});
