const base = require("./jest.config.js");

/** The flows on containers; `npm run test:containers` looks for an engine first. */
/** @type {import("jest").Config} */
module.exports = {
  ...base,
  roots: ["<rootDir>/test/containers"],
  testPathIgnorePatterns: ["/node_modules/"],
  testTimeout: 60_000,
  maxWorkers: 1,
};
