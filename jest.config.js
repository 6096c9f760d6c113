const { existsSync } = require("node:fs");
const { join } = require("node:path");

const globalSetup = join(__dirname, "test/support/global-setup.ts");

/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  // These take long or want real parts; each has a script of its own.
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/(faults|containers|bench)/"],
  transform: { "^.+\\.tsx?$": ["ts-jest", { tsconfig: "tsconfig.json", transpilation: true }] },
  testTimeout: 30_000,
  maxWorkers: 2,
  ...(existsSync(globalSetup) ? { globalSetup } : {}),
};
