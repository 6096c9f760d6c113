import { createSealer } from "../../shared/sealing";
import { createSigner } from "../../shared/signing";

const [OLD, NEW] = [
  "an old secret of a platform ".repeat(3),
  "a new secret of a platform ".repeat(3),
];
const sealerOf = (secret: string, previous?: string, purpose = "seeds") =>
  createSealer(createSigner(secret, previous), purpose);

describe("a sealed secret", () => {
  const sealed = sealerOf(OLD).seal("factor 1", "a seed");

  it("is opened by whoever has the platform's secret, and tells nothing of itself", () => {
    expect(sealerOf(OLD).open("factor 1", sealed)).toEqual({ value: "a seed", outdated: false });
    expect(sealed.toString("latin1")).not.toContain("a seed");
    expect(sealerOf(OLD).seal("factor 1", "a seed")).not.toEqual(sealed);
  });

  it("is opened while the secret is replaced, and is to be sealed anew then", () => {
    expect(sealerOf(NEW, OLD).open("factor 1", sealed)).toEqual({
      value: "a seed",
      outdated: true,
    });
    expect(() => sealerOf(NEW).open("factor 1", sealed)).toThrow();
  });

  it("is opened for nothing else, and not when a bit was changed", () => {
    expect(() => sealerOf(OLD).open("factor 2", sealed)).toThrow();
    expect(() => sealerOf(OLD, undefined, "cookies").open("factor 1", sealed)).toThrow();
    for (const at of [0, 15, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => sealerOf(OLD).open("factor 1", changed)).toThrow();
    }
  });
});
