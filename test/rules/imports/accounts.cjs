/** Who may import whom among the rooms of accounts. Part of `.dependency-cruiser.cjs`. */

/** The rooms of services/accounts that its features are built on; none of them knows a feature. */
const groundRooms = "(identity|sessions|links|sign-in|credentials)";
/** A file of any room of services/accounts; its name is the first group. */
const accountsRoom = "^services/accounts/(?!migrations/)([^/]+)/";

/** @type {import("dependency-cruiser").IConfiguration["forbidden"]} */
const accountsRules = [
  {
    name: "accounts-rooms-import-nothing-above",
    comment:
      "A room of accounts imports other rooms and the types of deps.ts. What service.ts and the " +
      "files beside it know must come in as a parameter.",
    severity: "error",
    from: { path: accountsRoom },
    to: { path: "^services/accounts/[^/]+$", pathNot: "^services/accounts/deps\\.ts$" },
  },
  {
    name: "accounts-features-apart",
    comment:
      "A room of accounts imports the rooms all are built on (identity, sessions, links, " +
      "credentials, sign-in) and never another feature. Move what two features need " +
      "into the one of those rooms where it belongs.",
    severity: "error",
    from: { path: accountsRoom },
    to: {
      path: "^services/accounts/[^/]+/",
      pathNot: `^services/accounts/($1|${groundRooms})/`,
    },
  },
  {
    name: "accounts-rooms-by-index",
    comment:
      "A room of accounts is entered by its index.ts. Import from ./<room>, and export from its " +
      "index.ts what is missing there; `import type` is free.",
    severity: "error",
    from: { path: "^services/accounts/[^/]+$" },
    to: {
      path: "^services/accounts/[^/]+/",
      pathNot: "^services/accounts/[^/]+/index\\.ts$",
      dependencyTypesNot: ["type-only"],
    },
  },
  {
    name: "accounts-rooms-by-index-among-rooms",
    comment:
      "A room of accounts enters another by its index.ts. Import from ../<room>, and export from " +
      "its index.ts what is missing there.",
    severity: "error",
    from: { path: accountsRoom },
    to: {
      path: "^services/accounts/[^/]+/",
      pathNot: ["^services/accounts/$1/", "^services/accounts/[^/]+/index\\.ts$"],
    },
  },
  {
    name: "only-sign-in-opens-sessions",
    comment:
      "A session is opened at one place, which asks the policy first. Call openSession of sign-in/ " +
      "with the proofs that you have.",
    severity: "error",
    from: { pathNot: "^services/accounts/sign-in/open-session\\.ts$" },
    to: { path: "^services/accounts/sign-in/store/insert-session" },
  },
];

module.exports = { accountsRoom, accountsRules };
