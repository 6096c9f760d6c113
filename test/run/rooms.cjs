// Loading what a test file imports takes longer than most of its tests do. So the test files of a folder
// with a `*.room.ts` are run by that, in one module registry; those that are named run by themselves.
const { readdirSync } = require("node:fs");
const { dirname, join } = require("node:path");

/** Patterns of what jest leaves out: the files in rooms, or the rooms when files are named. */
exports.leftOutOf = (argv) => {
  const areNamed = argv.slice(2).some((argument) => !argument.startsWith("-"));
  return areNamed
    ? ["\\.room\\.ts$"]
    : roomsBelow("test").map((folder) => `<rootDir>/${folder}/.*\\.test\\.ts$`);
};

function roomsBelow(top) {
  return readdirSync(join(__dirname, "../..", top), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".room.ts"))
    .map((file) => dirname(`${top}/${file}`));
}
