import { serviceNames } from "../../../services/load";
import { roleOf } from "../../../shared/database";

const long = "d".repeat(63);

describe("the name of a service's role", () => {
  it("is the database's and the service's", () => {
    expect(roleOf("web-gateway", "acme")).toBe("jumar_acme_web_gateway");
    expect(roleOf("audit", "jumar")).toBe("jumar_jumar_audit");
  });

  it.each([
    "acme",
    "Acme",
    "a b",
    "größe",
    'quo"te',
    "-",
    long,
    `${long.slice(1)}e`,
    "x".repeat(40),
  ])("needs no quotes and is short enough in the database %s", (database) => {
    for (const service of serviceNames) {
      expect(roleOf(service, database)).toMatch(/^jumar_[a-z0-9_]{1,57}$/);
      expect(roleOf(service, database)).toBe(roleOf(service, database));
    }
  });

  it("is that of no other service in no other database", () => {
    const databases = [
      "acme",
      "Acme",
      "a_b",
      "a b",
      "a-b",
      "A_b",
      long,
      `${long.slice(1)}e`,
      "web",
    ];
    const names = databases.flatMap((database) =>
      serviceNames.map((service) => roleOf(service, database)),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it("cannot be read in two ways: no service's name ends with that of another", () => {
    const ends = serviceNames.flatMap((one) =>
      serviceNames.filter((other) => one !== other && one.endsWith(`-${other}`)),
    );
    expect(ends).toEqual([]);
  });
});
