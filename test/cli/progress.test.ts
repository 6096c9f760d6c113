import { startProgress } from "../../cli/progress";

function terminal(isTTY: boolean) {
  let written = "";
  const write = (text: string) => {
    written += text;
    return true;
  };
  return { stream: { isTTY, write }, written: () => written };
}

describe("a progress bar", () => {
  it("says how much is done of how much", () => {
    const { stream, written } = terminal(true);
    const progress = startProgress(4000, "users", stream);
    progress.update(1000);
    progress.update(4000);
    expect(written()).toContain("1,000 of 4,000 users");
    expect(written()).toContain("4,000 of 4,000 users");
    expect(written().split("░")[0]).not.toBe("");
  });

  it("is not drawn where nobody sees it, nor of nothing", () => {
    for (const [isTTY, total] of [
      [false, 10],
      [true, 0],
    ] as const) {
      const { stream, written } = terminal(isTTY);
      const progress = startProgress(total, "users", stream);
      progress.update(4);
      progress.end();
      expect(written()).toBe("");
    }
  });
});
