import { createRequire } from "node:module";

/** Reads TOML. The package can be required, but its types say that it cannot. */
export function parseToml(text: string): unknown {
  const { parse } = createRequire(__filename)("smol-toml") as { parse(toml: string): unknown };
  return parse(text);
}
