/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  // These take long or want real parts; each has a script of its own.
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/(faults|containers|bench|image)/"],
  transform: { "^.+\\.tsx?$": ["ts-jest", { tsconfig: "tsconfig.json", transpilation: true }] },
  // What a test waits for is bounded where it waits; this only ends what hangs, on slow machines too.
  testTimeout: 90_000,
  maxWorkers: 2,
  globalSetup: "<rootDir>/test/support/global-setup.ts",
  globalTeardown: "<rootDir>/test/support/global-teardown.ts",
};
