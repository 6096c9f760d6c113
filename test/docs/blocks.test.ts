import { loadModule } from "libpg-query";
import { faultsOf } from "./blocks/check-block";
import { faultOfJumar, jumarCommandsOf, unknownScripts } from "./blocks/commands";
import { blocksOf, inlineCodeOf, pages } from "./blocks/markdown";
import { missingFiles, unknownVariables } from "./blocks/names";

/** Blocks that can only be looked at, in all pages together; each is a place where a page may rot. */
const MOST_LOOKED_AT = 3;

beforeAll(loadModule);

describe.each(pages())("%s", (file) => {
  it("has no block that is wrong or that nobody checks", () => {
    const faults = blocksOf(file).flatMap((block) =>
      faultsOf(block).map((fault) => `${file}:${block.line}: ${fault}`),
    );
    expect(faults).toEqual([]);
  });

  it("names commands, scripts, files and settings that there are", () => {
    const faults = inlineCodeOf(file).flatMap(({ line, code }) =>
      faultsOfCode(code).map((fault) => `${file}:${line}: ${fault}`),
    );
    expect(faults).toEqual([]);
  });
});

it("few blocks can only be looked at", () => {
  const blocks = pages().flatMap((file) => blocksOf(file));
  expect(blocks.length).toBeGreaterThan(100);
  const lookedAt = blocks.filter(({ onlyLookedAt }) => onlyLookedAt !== undefined);
  expect(lookedAt.length).toBeLessThanOrEqual(MOST_LOOKED_AT);
});

function faultsOfCode(code: string): string[] {
  return [
    ...jumarCommandsOf(code).flatMap((words) => faultOfJumar(words) ?? []),
    ...unknownScripts(code).map((name) => `there is no script ${name}`),
    ...missingFiles(code).map((path) => `there is no file ${path}`),
    ...unknownVariables(code).map((name) => `nothing knows ${name}`),
  ];
}
