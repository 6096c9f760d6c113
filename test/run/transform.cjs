const { createHash } = require("node:crypto");
const { transformSync, version } = require("esbuild");

const options = { loader: "ts", format: "cjs", target: "node20", sourcemap: true };

/** What jest runs a TypeScript file as. Types are looked at by the checks, not here. */
exports.process = (source, file) => {
  // It would come too late: nothing moves it above the imports. What a test replaces is passed.
  if (source.includes("jest.mock(")) throw new Error(`${file}: jest.mock is not supported`);
  return transformSync(source, { ...options, sourcefile: file });
};

/** Another file, another text, another compiler: compiled again. */
exports.getCacheKey = (source, file) =>
  createHash("sha256")
    .update(JSON.stringify([version, options, file, source]))
    .digest("hex");
