const base = require("./jest.config.js");

/** The tests that break things: they want real parts. `npm run test:faults` runs a few files at once. */
/** @type {import("jest").Config} */
module.exports = {
  ...base,
  roots: ["<rootDir>/test/faults"],
  testPathIgnorePatterns: ["/node_modules/"],
  maxWorkers: 1,
};
