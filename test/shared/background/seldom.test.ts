import { seldom } from "../../../shared/background";

it("rests twenty times as long as it took to look, also when that failed", async () => {
  let now = 1_000;
  let looks = 0;
  const clock = jest.spyOn(performance, "now").mockImplementation(() => now);
  try {
    const look = seldom(() => {
      looks += 1;
      now += 100;
      return looks === 2 ? Promise.reject(new Error("cancelled")) : Promise.resolve(looks);
    });
    expect(await look()).toBe(1);
    now += 1_999;
    expect(await look()).toBeUndefined();
    now += 1;
    await expect(look()).rejects.toThrow("cancelled");
    now += 1_999;
    expect(await look()).toBeUndefined();
    now += 1;
    expect(await look()).toBe(3);
  } finally {
    clock.mockRestore();
  }
});
