import tseslint from "typescript-eslint";

const plainScripts = ["**/*.mjs", "**/*.cjs", "**/*.js"];
const nodeGlobals = Object.fromEntries(
  [
    ...["AbortController", "AbortSignal", "Buffer", "URL", "URLSearchParams", "console", "fetch"],
    ...["clearInterval", "clearTimeout", "performance", "process", "queueMicrotask"],
    ...["setImmediate", "setInterval", "setTimeout", "structuredClone"],
    ...["TextDecoder", "TextEncoder", "require", "module", "__dirname"],
  ].map((name) => [name, "readonly"]),
);

const browserGlobals = Object.fromEntries(
  [
    ...["BroadcastChannel", "EventSource", "Intl", "document", "htmx", "location", "navigator"],
    ...["window"],
  ].map((name) => [name, "readonly"]),
);

export default tseslint.config(
  {
    ignores: [
      "**/node_modules/",
      "**/dist/",
      "coverage/",
      ".jumar/",
      "docs/examples/",
      "docs/.vitepress/cache/",
      "docs/.vitepress/.temp/",
      "deploy/",
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },

  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      eqeqeq: "error",
      "no-console": "error",
      "no-constant-binary-expression": "error",
      "no-self-compare": "error",
      "no-template-curly-in-string": "error",
      "no-unreachable-loop": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "@typescript-eslint/consistent-type-imports": [
        "error",
        { fixStyle: "inline-type-imports", disallowTypeAnnotations: false },
      ],
      "@typescript-eslint/no-floating-promises": ["error", { ignoreVoid: true }],
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", caughtErrors: "none" },
      ],
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      // `() => log(x)` and handlers that have nothing to wait for are fine as they are.
      "@typescript-eslint/no-confusing-void-expression": "off",
      "@typescript-eslint/require-await": "off",
      // Rows and messages are described by types but come from outside: checking twice is no fault.
      "@typescript-eslint/no-unnecessary-condition": "off",
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
      // Objects of functions are how things are put together here; none of them uses `this`.
      "@typescript-eslint/unbound-method": "off",
      // An empty string often means absent, in environments and headers above all.
      "@typescript-eslint/prefer-nullish-coalescing": [
        "error",
        { ignorePrimitives: { string: true } },
      ],
      // What the database returns gets its type by an assertion, also where inference would do.
      "@typescript-eslint/no-unnecessary-type-assertion": "off",
      // It asks for `!`, which another rule forbids.
      "@typescript-eslint/non-nullable-type-assertion-style": "off",
      // Type parameters and empty defaults of contracts are clearer with `{}` and `type`.
      "@typescript-eslint/no-empty-object-type": [
        "error",
        { allowInterfaces: "with-single-extends" },
      ],
      "@typescript-eslint/consistent-type-definitions": "off",
      "@typescript-eslint/no-empty-function": "off",
    },
  },

  {
    name: "what talks to people",
    files: ["cli/**", "test/**"],
    ignores: ["**/*.test.ts"],
    rules: { "no-console": "off" },
  },
  {
    name: "services are configured, they do not look around",
    files: ["services/*/**/*.ts"],
    rules: {
      "no-restricted-properties": [
        "error",
        {
          object: "process",
          property: "env",
          message:
            "The environment is read by shared/config only: take the value from deps.config.",
        },
      ],
    },
  },
  {
    name: "domain and store",
    files: ["services/*/domain/**/*.ts", "services/*/store/**/*.ts"],
    rules: {
      "no-restricted-globals": [
        "error",
        { name: "process", message: "domain/ and store/ do not know the process: use deps." },
        {
          name: "fetch",
          message: "domain/ and store/ know no HTTP: take a function through deps.",
        },
      ],
    },
  },
  {
    name: "tests may be blunt",
    files: ["test/**/*.ts"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      // Answers are looked into as a client would: by name, and the assertion says what is wrong.
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
    },
  },
  {
    name: "what browsers run",
    files: ["services/web-gateway/pages/scripts/*.js"],
    languageOptions: { globals: browserGlobals },
  },
  {
    name: "plain scripts, without types",
    files: plainScripts,
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: nodeGlobals,
      parserOptions: { projectService: false },
    },
    rules: {
      "no-undef": "error",
      "@typescript-eslint/no-require-imports": "off",
    },
  },
);
