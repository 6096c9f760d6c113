// YAML alone: what the types of a program need would only be in its way. `npm run check` runs it.
import yml from "eslint-plugin-yml";

export default [
  { ignores: ["**/node_modules/", "dist/", "coverage/", ".jumar/"] },
  // How it looks is prettier's; what is left are mistakes.
  ...yml.configs["flat/recommended"],
  {
    files: ["**/*.yml", "**/*.yaml"],
    rules: {
      "yml/no-empty-mapping-value": "off",
      "yml/no-multiple-empty-lines": "error",
    },
  },
];
