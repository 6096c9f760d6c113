import { createPasswordHasher } from "../../../../services/accounts/credentials/password-hasher";
import { AppError } from "../../../../shared/errors";

const LIGHT = { memoryCost: 256, timeCost: 1, parallelism: 1 };

/** What became of promises: "done", or the code they failed with. */
async function outcomes(promises: Promise<unknown>[]): Promise<string[]> {
  const settled = await Promise.allSettled(promises);
  return settled.map((one) => (one.status === "fulfilled" ? "done" : String(one.reason.code)));
}

it("turns away who finds as many waiting as may, with when to come again, and goes on with the rest", async () => {
  const passwords = await createPasswordHasher(LIGHT, { atOnce: 2, maxWaiting: 3 });
  const hashes = Array.from({ length: 8 }, (_, n) => passwords.hash(`password ${n}`));
  const [refused] = hashes.slice(5);
  const error = await refused!.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AppError);
  expect(error).toMatchObject({ code: "overloaded", status: 503, retryAfter: 5 });
  expect(await outcomes(hashes)).toEqual([
    ...Array<string>(5).fill("done"),
    ...Array<string>(3).fill("overloaded"),
  ]);
  expect(await outcomes([passwords.hash("another")])).toEqual(["done"]);
});

it("hashes for nobody who has waited for so long that they will be gone", async () => {
  const passwords = await createPasswordHasher(LIGHT, { atOnce: 1, maxWaiting: 300, patience: 0 });
  const hashes = Array.from({ length: 300 }, (_, n) => passwords.hash(`password ${n}`));
  expect(await outcomes(hashes)).toEqual(["done", ...Array<string>(299).fill("overloaded")]);
  expect(await outcomes([passwords.hash("another")])).toEqual(["done"]);
});

it("gives its place on when a comparison fails", async () => {
  const passwords = await createPasswordHasher(LIGHT, { atOnce: 1, maxWaiting: 300 });
  const broken = Array.from({ length: 5 }, () => passwords.verify("no hash at all", "password"));
  expect((await outcomes(broken)).every((outcome) => outcome !== "done")).toBe(true);
  const stored = await passwords.hash("password");
  expect(await passwords.verify(stored, "password")).toEqual({ matches: true, outdated: false });
});
