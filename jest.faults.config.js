const base = require("./jest.config.js");

/** The tests that break things: they want real parts, take minutes and run one file at a time. */
/** @type {import("jest").Config} */
module.exports = {
  ...base,
  roots: ["<rootDir>/test/faults"],
  testPathIgnorePatterns: ["/node_modules/"],
  testTimeout: 180_000,
  maxWorkers: 1,
};
