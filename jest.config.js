const { leftOutOf } = require("./test/run/rooms.cjs");

/** @type {import("jest").Config} */
module.exports = {
  // Not where temporary files are: what was measured and compiled is there for the next run.
  cacheDirectory: "<rootDir>/node_modules/.cache/jumar/jest",
  testEnvironment: "<rootDir>/test/run/environment.cjs",
  testSequencer: "<rootDir>/test/run/sequencer.cjs",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.{test,room}.ts"],
  // These take long or want real parts; each has a script of its own.
  testPathIgnorePatterns: [
    "/node_modules/",
    "<rootDir>/test/(faults|containers|bench|image)/",
    ...leftOutOf(process.argv),
  ],
  // Compiled file by file without its types, by what needs a millisecond for it; oxlint checks them.
  transform: { "^.+\\.ts$": "<rootDir>/test/run/transform.cjs" },
  // What a test waits for is bounded where it waits; this only ends what hangs, on slow machines too.
  testTimeout: 300_000,
  // More than there are processors: many tests wait, for a pause or for another process.
  maxWorkers: 4,
  globalSetup: "<rootDir>/test/support/global-setup.ts",
  globalTeardown: "<rootDir>/test/support/global-teardown.ts",
};
