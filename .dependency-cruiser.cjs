/*
 * Who may import whom. Each comment tells what to do when its rule stops you.
 * test/rules/import-rules.test.ts shows for every rule that it bites: a new rule needs a planted
 * fault in test/rules/planted-imports.ts.
 */

const { accountsRoom, accountsRules } = require("./test/rules/imports/accounts.cjs");
const { gatewayRules } = require("./test/rules/imports/web-gateway.cjs");

const installed = (...names) => `(^|/)node_modules/(@types/)?(${names.join("|")})/`;
/** services/start.ts and the files beside it, which it is made of. */
const compositionRoot = "^services/[^/]+\\.ts$";
const core = (...names) => `^(node:)?(${names.join("|")})$`;

/** @type {import("dependency-cruiser").IConfiguration["forbidden"]} */
const forbidden = [
  {
    name: "no-other-service",
    comment:
      "A service never imports another service. Call its contract action through deps, or " +
      "subscribe to its event; what both need belongs in a room of shared/.",
    severity: "error",
    from: { path: "^services/([^/]+)/" },
    to: { path: "^services/[^/]+/", pathNot: "^services/$1/" },
  },
  {
    name: "no-import-of-start",
    comment:
      "services/start.ts and the files beside it put the whole together, so only the CLI and tests " +
      "import them. Move what you need into a room of shared/, or take it as a dependency.",
    severity: "error",
    from: { pathNot: ["^(cli|test)/", compositionRoot] },
    to: { path: compositionRoot },
  },
  {
    name: "start-enters-services-by-service-ts",
    comment:
      "services/start.ts and the files beside it know a service by its service.ts only. Export " +
      "what you need there.",
    severity: "error",
    from: { path: compositionRoot },
    to: { path: "^services/[^/]+/", pathNot: "^services/[^/]+/service\\.ts$" },
  },
  {
    name: "rooms-by-index",
    comment:
      "A room of shared/ is entered by its index.ts. Import from shared/<room>, and export from " +
      "its index.ts what is missing there.",
    severity: "error",
    from: { path: "^(services|cli)/" },
    to: {
      path: "^shared/",
      pathNot: ["^shared/[^/]+/index\\.ts$", "^shared/database/embedded/"],
    },
  },
  {
    name: "rooms-by-index-among-rooms",
    comment:
      "A room enters another room by its index.ts. Import from ../<room>, and export from its " +
      "index.ts what is missing there.",
    severity: "error",
    from: { path: "^shared/([^/]+)/" },
    to: {
      path: "^shared/",
      pathNot: ["^shared/$1/", "^shared/[^/]+/index\\.ts$", "^shared/database/embedded/"],
    },
  },
  {
    name: "embedded-database-by-index",
    comment: "The embedded database is entered by shared/database/embedded/index.ts.",
    severity: "error",
    from: { pathNot: "^(shared/database/embedded|test)/" },
    to: {
      path: "^shared/database/embedded/",
      pathNot: "^shared/database/embedded/index\\.ts$",
    },
  },
  {
    name: "embedded-database-for-few",
    comment:
      "Only shared/database, shared/testing, the CLI, tests and services/start.ts with the files " +
      "beside it know that there is an embedded database. Take a connection as a dependency.",
    severity: "error",
    from: { pathNot: ["^(shared/(database|testing)|cli|test)/", compositionRoot] },
    to: { path: "^shared/database/embedded/" },
  },
  {
    name: "shared-knows-no-service",
    comment:
      "shared/ lies below the services. Take what differs by service as a parameter, or move the " +
      "code into the service.",
    severity: "error",
    from: { path: "^shared/" },
    to: { path: "^services/" },
  },
  {
    name: "only-tests-import-cli",
    comment: "The CLI is the outermost layer. Move what you need into a room of shared/.",
    severity: "error",
    from: { pathNot: "^(cli|test)/" },
    to: { path: "^cli/" },
  },
  {
    name: "cli-reaches-start-only",
    comment:
      "The CLI acts through contract actions like everyone else: call the service, or start it " +
      "through services/start.ts.",
    severity: "error",
    from: { path: "^cli/" },
    to: { path: "^services/", pathNot: compositionRoot },
  },
  {
    name: "nobody-imports-test",
    comment: "test/ is not shipped. What users' tests may need belongs in shared/testing.",
    severity: "error",
    from: { pathNot: "^test/" },
    to: { path: "^test/" },
  },
  {
    name: "store-imports-nothing-above",
    comment:
      "store/ is the lowest layer of a service: it takes values and returns rows. Move the rule " +
      "into domain/, or into the feature's room, and pass what store/ needs.",
    severity: "error",
    from: { path: "^services/((?:accounts/)?[^/]+)/store/" },
    to: { path: "^services/", pathNot: "^services/$1/store/" },
  },
  {
    name: "domain-imports-nothing-above",
    comment:
      "domain/ imports store/ and the types of deps.ts only. What service.ts, api/, pages/ or " +
      "live/ know must come in as a parameter.",
    severity: "error",
    from: { path: "^services/([^/]+)/domain/" },
    to: { path: "^services/$1/", pathNot: "^services/$1/((domain|store)/|deps\\.ts$)" },
  },
  {
    name: "migrations-stand-alone",
    comment:
      "A migration must do the same for ever, so it imports nothing of its service that may " +
      "change. Write its SQL out.",
    severity: "error",
    from: { path: "^services/([^/]+)/migrations/" },
    to: { path: "^services/$1/", pathNot: "^services/$1/migrations/" },
  },
  {
    name: "domain-and-store-know-no-transport",
    comment:
      "domain/, store/ and the rooms of accounts know neither Moleculer, HTTP, AMQP, oclif nor the " +
      "process. Take what you need through deps; service.ts and the gateway do the talking.",
    severity: "error",
    from: { path: ["^services/[^/]+/(domain|store)/", accountsRoom] },
    to: {
      path: [
        installed("moleculer[^/]*", "amqplib", "@oclif/[^/]+", "helmet", "cookie"),
        core("http", "https", "http2", "net", "tls", "process"),
      ],
    },
  },
  {
    name: "database-driver-at-few-places",
    comment:
      "Knex and pg run in store/, migrations/, shared/database, shared/events and shared/sessions " +
      "only. Write a function in store/ and call it; `import type` is free.",
    severity: "error",
    from: {
      pathNot:
        "^services/([^/]+/(store|migrations)|accounts/[^/]+/store)/|^shared/(database|events|sessions)/|^test/",
    },
    to: { path: installed("knex", "pg"), dependencyTypesNot: ["type-only"] },
  },
  {
    name: "pure-rooms",
    comment:
      "ids, errors, principal and contracts are plain declarations that anything may load: they import zod " +
      "and each other. What connects to something belongs in another room.",
    severity: "error",
    from: { path: "^shared/(ids|errors|principal|contracts)/" },
    to: {
      pathNot: [
        "^shared/(ids|errors|principal|contracts)/",
        installed("zod"),
        core("crypto", "util", "buffer", "url"),
      ],
    },
  },
  {
    name: "client-runs-anywhere",
    comment:
      "The client runs in browsers too: it knows the contracts by their types alone and takes " +
      "nothing from Node. Use `import type`, or what browsers have as well.",
    severity: "error",
    from: { path: "^shared/client/" },
    to: {
      pathNot: ["^shared/client/", installed("eventsource-parser")],
      dependencyTypesNot: ["type-only"],
    },
  },
  {
    name: "moleculer-at-few-places",
    comment:
      "Moleculer stays in shared/service, the web-gateway, the composition root and the console, so " +
      "that it can be exchanged. Use what shared/service offers.",
    severity: "error",
    from: {
      pathNot:
        "^shared/service/|^services/(web-gateway/|(start|start-options|run-services|offer-events)\\.ts$)|^cli/commands/console|^test/",
    },
    to: { path: installed("moleculer[^/]*") },
  },
  {
    name: "opentelemetry-by-observability",
    comment:
      "OpenTelemetry stays in shared/observability, which loads it only where something is traced. " +
      "Use its inSpan, withinTrace or startSpan.",
    severity: "error",
    from: { pathNot: "^shared/observability/|^test/" },
    to: { path: installed("@opentelemetry/[^/]+") },
  },
  {
    name: "no-development-dependency",
    comment:
      "This package is not there in production. Move it from devDependencies to dependencies, or " +
      "the code to test/.",
    severity: "error",
    from: { path: "^(services|shared|cli)/" },
    to: {
      dependencyTypes: ["npm-dev"],
      dependencyTypesNot: ["type-only", "npm", "npm-optional"],
      pathNot: "(^|/)node_modules/@types/",
    },
  },
  ...accountsRules,
  ...gatewayRules,
  {
    name: "no-cycle",
    comment:
      "Files that import each other cannot be read or loaded one at a time. Move what both need " +
      "into a third file.",
    severity: "error",
    from: {},
    to: { circular: true },
  },
  {
    name: "resolvable",
    comment: "This import leads nowhere. Correct the path, or install the package.",
    severity: "error",
    from: {},
    to: { couldNotResolve: true },
  },
];

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden,
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)dist/" },
    // Imports of types count too: a rule that types may cross says so itself.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      mainFields: ["main", "types"],
    },
  },
};
