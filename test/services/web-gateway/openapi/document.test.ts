import { createConfig, lintFromString } from "@redocly/openapi-core";
import { createDocument } from "../../../../services/web-gateway/openapi/document";
import type {
  OperationObject,
  Reference,
  ResponseObject,
} from "../../../../services/web-gateway/openapi/types";
import { type ActionContract, callable, contracts } from "../../../../shared/contracts";

const document = createDocument({
  publicUrl: "https://accounts.jumar.test",
  cookieName: "__Host-jumar_session",
});
const described = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]): [string, OperationObject] => [
    `${method.toUpperCase()} ${path}`,
    operation,
  ]),
);

it("is OpenAPI 3.1 by every rule of a linter, its examples included", async () => {
  const config = await createConfig({ extends: ["recommended-strict"] });
  const problems = await lintFromString({ source: JSON.stringify(document), config });
  expect(
    problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer]),
  ).toEqual([]);
});

it("describes every action that is reached over HTTP, and nothing else", () => {
  const bound = Object.values(callable).flatMap(({ actions }) =>
    Object.values<ActionContract>(actions).flatMap(({ http }) =>
      http ? [`${http.method} ${http.path}`] : [],
    ),
  );
  expect(described.map(([route]) => route).sort()).toEqual(bound.sort());
});

it.each(described)("says in full what %s takes and answers", (route, operation) => {
  expect(operation.operationId).toMatch(/^[a-z][A-Za-z]+$/);
  expect(operation.summary).toMatch(/^[A-Z].*\.$/);
  expect(document.tags.map(({ name }) => name)).toEqual(expect.arrayContaining(operation.tags));
  const codes = Object.keys(operation.responses);
  // Only a log-in may have begun and not be done.
  const done = route === "POST /sessions" ? ["201", "202"] : [expect.stringMatching(/^2/)];
  expect(codes.filter((code) => code.startsWith("2"))).toEqual(done);
  // No request is safe from these.
  expect(codes).toEqual(expect.arrayContaining(["400", "408", "422", "431", "500", "503", "504"]));
  if (!route.startsWith("GET"))
    expect(codes).toEqual(expect.arrayContaining(["403", "413", "415"]));
  expect(codes.includes("401") || operation.security.length === 0).toBe(true);
});

it("has a description for every tag and an example for every body", () => {
  for (const { description } of document.tags) expect(description).not.toBe("");
  const bodies = described.flatMap(([route, { requestBody, responses }]) => [
    ...Object.entries(requestBody?.content ?? {}).map(([type, media]) => ({ route, type, media })),
    ...Object.values(responses).flatMap((response) =>
      "content" in response
        ? Object.entries(response.content ?? {}).map(([type, media]) => ({ route, type, media }))
        : [],
    ),
  ]);
  expect(bodies.length).toBeGreaterThan(10);
  for (const { route, type, media } of bodies) {
    expect({ route, type, example: media.example }).toEqual({
      route,
      type,
      example: expect.anything() as unknown,
    });
  }
});

/** Generated clients name their functions by these: none ever changes, and a new operation is added here. */
const STABLE = [
  ["POST /sessions/factors", "createSessionWithFactor", "Sessions"],
  ["POST /session/authentications", "createAuthentication", "Sessions"],
  ["POST /sessions", "createSession", "Sessions"],
  ["GET /sessions", "listSessions", "Sessions"],
  ["DELETE /sessions", "deleteOtherSessions", "Sessions"],
  ["DELETE /sessions/{id}", "deleteSession", "Sessions"],
  ["GET /session", "getCurrentSession", "Sessions"],
  ["DELETE /session", "deleteCurrentSession", "Sessions"],
  ["GET /me", "getMe", "Account"],
  ["DELETE /me", "deleteMe", "Account"],
  ["GET /me/activity", "listMyActivity", "Account"],
  ["GET /me/stream", "streamMyEvents", "Account"],
  ["POST /confirmation-requests", "createConfirmationRequest", "Addresses"],
  ["POST /confirmations", "createConfirmation", "Addresses"],
  ["POST /email-change-requests", "createEmailChangeRequest", "Addresses"],
  ["POST /email-changes", "createEmailChange", "Addresses"],
  ["POST /password-reset-requests", "createPasswordResetRequest", "Passwords"],
  ["POST /password-resets", "createPasswordReset", "Passwords"],
  ["PUT /me/password", "updatePassword", "Passwords"],
  ["GET /me/factors", "listFactors", "Factors"],
  ["POST /me/factors/totp", "createTotpFactor", "Factors"],
  ["POST /me/factors/{id}/confirmation", "createFactorConfirmation", "Factors"],
  ["DELETE /me/factors/{id}", "deleteFactor", "Factors"],
  ["POST /me/recovery-codes", "createRecoveryCodes", "Factors"],
  ["POST /users", "createUser", "Users"],
  ["GET /users", "listUsers", "Users"],
  ["GET /users/{id}", "getUser", "Users"],
  ["PATCH /users/{id}", "updateUser", "Users"],
  ["DELETE /users/{id}", "deleteUser", "Users"],
  ["POST /admin/users", "createUserAsAdmin", "Users"],
  ["PUT /users/{id}/confirmation", "confirmUser", "Users"],
  ["PUT /users/{id}/role", "updateUserRole", "Users"],
  ["POST /users/{id}/mails", "createUserMail", "Users"],
  ["GET /users/{user_id}/sessions", "listUserSessions", "Users"],
  ["DELETE /users/{user_id}/sessions", "deleteUserSessions", "Users"],
  ["DELETE /users/{user_id}/sessions/{id}", "deleteUserSession", "Users"],
  ["GET /users/{user_id}/factors", "listUserFactors", "Users"],
  ["DELETE /users/{user_id}/factors", "deleteUserFactors", "Users"],
  ["GET /audit-entries", "listAuditEntries", "Audit"],
  ["GET /events", "listEvents", "Events"],
  ["GET /overview", "getOverview", "Overview"],
];

it("names each operation once and for ever, without a word of what is inside", () => {
  const named = described.map(([route, { operationId, tags }]) => [route, operationId, ...tags]);
  expect(named.sort()).toEqual([...STABLE].sort());
  expect(new Set(named.map(([, id]) => id)).size).toBe(named.length);
  const inside = new RegExp(
    Object.keys(contracts)
      .map((name) => name.replace("-", ".?"))
      .join("|"),
    "i",
  );
  const words = named.map(([, id]) => id!.replace(/^listAudit/, ""));
  expect(words.filter((word) => inside.test(word))).toEqual([]);
  expect(document.tags.map(({ name }) => name)).toEqual([
    ...new Set(STABLE.map(([, , tag]) => tag)),
  ]);
});

it("shows how each operation is called with curl and TypeScript", () => {
  for (const [route, operation] of described) {
    const [method = "", path = ""] = route.split(" ");
    const [curl, typescript] = operation["x-codeSamples"];
    expect([curl?.lang, typescript?.lang]).toEqual(["Shell", "TypeScript"]);
    expect(curl?.source).toContain(`https://accounts.jumar.test/api/v1${path.split("{")[0]}`);
    expect(typescript?.source).toContain(`"${path}"`);
    expect(typescript?.source).toMatch(new RegExp(`jumar\\.(?:${method.toLowerCase()}|stream)\\(`));
  }
});

function operationOf(method: string, path: string): OperationObject {
  return document.paths[path]![method.toLowerCase()]!;
}

it("splits params into path, query and body", () => {
  const logIn = operationOf("POST", "/sessions");
  expect(logIn.parameters).toEqual([expect.objectContaining({ in: "header" })]);
  const body = logIn.requestBody!.content["application/json"]!.schema;
  expect(body.required).toEqual(["email", "password"]);
  expect(body.properties).toMatchObject({
    credential: { enum: ["cookie", "bearer"], default: "cookie" },
  });
  const search = operationOf("GET", "/users");
  expect(search.requestBody).toBeUndefined();
  const limit = search.parameters!.find(({ name }) => name === "limit");
  expect(limit).toMatchObject({
    in: "query",
    required: false,
    schema: { minimum: 1, maximum: 100 },
  });
});

it("offers an Idempotency-Key to every POST and to nothing else", () => {
  for (const [route, { parameters = [], responses }] of described) {
    const isPost = route.startsWith("POST");
    const headers = parameters.filter((one) => one.in === "header").map(({ name }) => name);
    expect(headers.includes("Idempotency-Key")).toBe(isPost);
    const codes = JSON.stringify(resolve(responses[422]!));
    expect(codes.includes('"idempotency_key_reused"')).toBe(isPost);
  }
});

it("names the codes of each status, and who may ask", () => {
  const { responses, security } = operationOf("POST", "/sessions");
  expect(JSON.stringify(resolve(responses[401]!))).toContain('"enum":["invalid_credentials"]');
  expect(JSON.stringify(resolve(responses[503]!))).toContain('"enum":["unavailable","overloaded"]');
  expect(security).toEqual([]);
  const list = operationOf("GET", "/audit-entries");
  expect(JSON.stringify(resolve(list.responses[403]!))).toContain('"enum":["forbidden"]');
  expect(list.security).toEqual([{ cookie: [] }, { bearer: [] }]);
  expect(document.components.securitySchemes).toMatchObject({
    cookie: { name: "__Host-jumar_session" },
    bearer: { scheme: "bearer" },
  });
});

function resolve(response: ResponseObject | Reference): ResponseObject {
  if (!("$ref" in response)) return response;
  return document.components.responses[response.$ref.split("/").at(-1)!]!;
}
