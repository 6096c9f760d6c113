const base = require("./jest.config.js");

/** Builds what the image consists of and runs it: `npm run test:image`, on Node 24 `test:node24`. */
/** @type {import("jest").Config} */
module.exports = {
  ...base,
  roots: ["<rootDir>/test/image"],
  testPathIgnorePatterns: ["/node_modules/"],
  testTimeout: 60_000,
  maxWorkers: 1,
};
