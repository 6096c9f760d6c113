/** Who may import whom among the floors of the web-gateway. Part of `.dependency-cruiser.cjs`. */
/** @type {import("dependency-cruiser").IConfiguration["forbidden"]} */
const gatewayRules = [
  {
    name: "gateway-http-is-the-ground",
    comment:
      "http/ is the lowest floor of the web-gateway: it moves requests and answers and knows no " +
      "operation and no page. Add what it needs to http/deps.ts, or pass it as a parameter.",
    severity: "error",
    from: { path: "^services/web-gateway/http/" },
    to: { path: "^services/web-gateway/", pathNot: "^services/web-gateway/http/" },
  },
  {
    name: "gateway-live-and-idempotency-on-http",
    comment:
      "live/ and idempotency/ stand on http/ and store/ and know neither each other nor the API " +
      "that uses them. Let api/ pass what they need.",
    severity: "error",
    from: { path: "^services/web-gateway/(live|idempotency)/" },
    to: { path: "^services/web-gateway/", pathNot: "^services/web-gateway/($1|http|store)/" },
  },
  {
    name: "gateway-api-below-pages",
    comment:
      "api/ serves the JSON API and the pages alike, so it knows no page, and openapi/ describes " +
      "it. Move what both need into api/, or pass it as a parameter.",
    severity: "error",
    from: { path: "^services/web-gateway/(api|openapi)/" },
    to: {
      path: "^services/web-gateway/",
      pathNot: ["^services/web-gateway/(api|http|live|idempotency)/", "^services/web-gateway/$1/"],
    },
  },
  {
    name: "gateway-one-way-to-actions",
    comment:
      "The limits of an address, idempotency and the gateway's own actions belong to api/perform.ts, " +
      "so that nothing reaches an action past them. Call perform, or act in a page.",
    severity: "error",
    from: { pathNot: ["^services/web-gateway/api/perform\\.ts$", "^test/"] },
    to: { path: "^services/web-gateway/api/(within-limit|once-for-key|local-actions)\\.ts$" },
  },
  {
    name: "gateway-parts-of-pages-know-no-visit",
    comment:
      "Components, the layout and what the browser keeps are the parts that pages are made of. They " +
      "take what they show as parameters and know neither a visit nor a form that is submitted.",
    severity: "error",
    from: { path: "^services/web-gateway/pages/(components|layout|events|state)/" },
    to: {
      path: "^services/web-gateway/pages/",
      pathNot:
        "^services/web-gateway/pages/((components|layout|events|state)/|(texts|assets)\\.ts$)",
    },
  },
  {
    name: "gateway-visits-know-no-page",
    comment:
      "visits/, forms/ and routing/ serve every page, so they know none of them. Take what differs " +
      "by page from its View or Form.",
    severity: "error",
    from: { path: "^services/web-gateway/pages/(visits|forms|routing)/" },
    to: {
      path: "^services/web-gateway/pages/",
      pathNot:
        "^services/web-gateway/pages/((components|layout|events|state|visits|forms|routing)/|texts\\.ts$)",
    },
  },
];

module.exports = { gatewayRules };
