import type { OpenApi } from "./documents.mjs";
import { block, table } from "./schema.mjs";

/** How a program, a browser and a script say who is asking. */
export function authenticationPage({ components }: OpenApi): string {
  const { cookie, bearer } = components.securitySchemes;
  return [
    "# Authentication",
    "An operation is for anyone, for whoever is logged in, or for administrators; each says so. Whoever logs in has a session, and shows it with every request in one of two ways.",
    table(
      ["credential", "how"],
      [
        ["cookie", cookie?.description ?? ""],
        ["bearer", bearer?.description ?? ""],
      ],
    ),
    "## A program: a bearer token {#bearer}",
    `Log in by [\`POST /sessions\`](/reference/http-sessions#create-session) with \`"credential": "bearer"\`, keep the \`token\` as you keep a password, and send it with every request.`,
    "::: code-group",
    block("sh [curl]", CURL),
    block("ts [TypeScript]", TYPESCRIPT),
    ":::",
    "The client goes on with the token that a log-in answers. A token is never taken from an address or a body, so that it ends up in no log.",
    "## A second factor {#second-factor}",
    "Who has a second factor is asked for it: `POST /sessions` answers 202 with `login` in place of a session. [`POST /sessions/factors`](/reference/http-sessions#create-session-with-factor) finishes it within ten minutes, with `login_id` and a code (`totp`) or a recovery code. Pages and programs alike have to expect that.",
    "## A browser: the session's cookie {#cookie}",
    "Pages of the same origin log in without a `credential` and are recognised by the cookie, which no script can read. A request that is no GET has to be same-origin, as a browser says by itself; one that another site makes it send is 403 `csrf_failed`. There are no CORS headers: a page of another origin asks through a server of its own, with a bearer token.",
    "## Until when {#until-when}",
    table(
      ["what happens", "to sessions"],
      [
        ["`DELETE /session`, `DELETE /sessions/{id}`, `DELETE /sessions`", "this one, that one, all others end"],
        ["60 days, or 30 without a request (settings of the platform)", "it ends"],
        ["`POST /session/authentications`", "this one goes on with the new cookie or `token` of the answer"],
        ["`PUT /me/password`, `POST /email-changes`", "all others end; this one goes on with the new cookie or `token` of the answer"],
        ["`POST /password-resets`", "all end"],
        ["the account is disabled or deleted", "all end"],
      ],
    ), // prettier-ignore
    "What ended is refused from the next request on: 401 `unauthenticated`. An action may ask for more than a session, such as a log-in of the last minutes; it answers 401 `insufficient_user_authentication` with what it wants in `WWW-Authenticate` (RFC 9470). `POST /session/authentications` proves again who one is, by the password or, where there is one, by a second factor.",
  ].join("\n\n");
}

const CURL = `TOKEN=$(curl --silent http://localhost:4000/api/v1/sessions \\
  --json '{
    "email": "erika@example.com",
    "password": "correct horse battery staple",
    "credential": "bearer"
  }' \\
  | grep -o '"token":"[^"]*"' | cut -d'"' -f4)
curl http://localhost:4000/api/v1/session \\
  --header "authorization: Bearer $TOKEN"`;

const TYPESCRIPT = `import { bearerToken, createClient } from "jumar/client";

const jumar = createClient({ baseUrl: "http://localhost:4000", credential: bearerToken() });
await jumar.post("/sessions", {
  email: "erika@example.com",
  password: "correct horse battery staple",
  credential: "bearer",
});
const { user } = await jumar.get("/session");`;
