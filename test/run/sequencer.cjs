const { readFileSync } = require("node:fs");
const { dirname, sep } = require("node:path");
const { default: Sequencer } = require("@jest/test-sequencer");

/**
 * Jest's own order: what took longest first. Before anything was measured, as in a fresh clone, it goes by
 * size, and a file that has no test of its own, such as a room, runs those of its folder.
 */
module.exports = class extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    return sorted
      .map((test) => ({ test, size: sizeOf(test) }))
      .sort((a, b) => b.size - a.size)
      .map(({ test }) => test);
  }
};

function sizeOf({ path, context: { hasteFS } }) {
  const hasTests = /^\s*(it|test)\b/m.test(readFileSync(path, "utf8"));
  const files = hasTests ? [path] : filesBelow(hasteFS, dirname(path));
  return files.reduce((size, file) => size + (hasteFS.getSize(file) ?? 0), 0);
}

function filesBelow(hasteFS, folder) {
  return hasteFS
    .getAllFiles()
    .filter((file) => file.startsWith(folder + sep) && file.endsWith(".ts"));
}
