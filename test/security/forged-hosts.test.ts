import type { Mail } from "../../shared/contracts";
import {
  type Answer,
  type Gateway,
  ORIGIN,
  PASSWORD,
  startGateway,
} from "../services/web-gateway/support";
import { eventually } from "../support/eventually";

/* Whoever sends a request may say any host: nobody else is ever led there by a mail or a redirect. */

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ services: ["accounts", "notifier"] });
});
afterAll(async () => {
  await gateway.stop();
});

const EVIL = "evil.test";
const forgeries: [string, Record<string, string>][] = [
  ["Host", { host: EVIL }],
  ["Host with a port", { host: `jumar.test.${EVIL}:80` }],
  ["X-Forwarded-Host", { "x-forwarded-host": EVIL }],
  ["X-Forwarded-Server", { "x-forwarded-server": EVIL, "x-host": EVIL, "x-original-host": EVIL }],
  ["X-Forwarded-Proto", { "x-forwarded-proto": "javascript", "x-forwarded-port": "666" }],
  ["X-Forwarded-Prefix", { "x-forwarded-prefix": `//${EVIL}`, "x-forwarded-path": `//${EVIL}` }],
  ["Forwarded", { forwarded: `for=1.2.3.4;host=${EVIL};proto=https` }],
  ["Origin of nobody", { referer: `https://${EVIL}/` }],
];

let people = 0;
const newEmail = () => `host-${(people += 1)}@example.com`;

async function mailTo(email: string, count = 1): Promise<Mail> {
  return await eventually(async () => {
    const path = `/dev/mailbox?to=${encodeURIComponent(email)}`;
    const { json } = await gateway.ask("GET", path, { headers: { accept: "application/json" } });
    const mails = json.data as Mail[];
    return mails.length >= count && mails[0];
  });
}

/** Everything in an answer that could lead somewhere. */
const said = ({ headers, text }: Answer): string => `${JSON.stringify(headers)}${text}`;

it.each(forgeries)("%s reaches no mail", async (_, headers) => {
  const email = newEmail();
  const body = { email, password: PASSWORD };
  const signedUp = await gateway.ask("POST", "/api/v1/users", { headers, body });
  expect(signedUp.status).toBe(201);
  expect(said(signedUp)).not.toContain(EVIL);
  expect(signedUp.headers.location).toBe(`/api/v1/users/${signedUp.json.user.id as string}`);
  const confirmation = await mailTo(email);

  const asked = await gateway.ask("POST", "/api/v1/password-reset-requests", {
    headers,
    body: { email },
  });
  expect(asked.status).toBe(202);
  const reset = await mailTo(email, 2);

  for (const mail of [confirmation, reset]) {
    expect(JSON.stringify(mail)).not.toContain(EVIL);
    expect(mail.links).toEqual([expect.stringMatching(new RegExp(`^${ORIGIN}/users/`))]);
  }
});

it.each(forgeries)("%s reaches no answer", async (_, headers) => {
  for (const path of [
    "/",
    "/nothing",
    "/api/v1/session",
    "/api/v1/nothing",
    "/api/openapi.json",
    "/api/docs",
    "/users/confirm/x",
    "/users/log-in",
    "/users/log_in",
    "/users/settings",
    "/problems/internal",
  ]) {
    const answer = await gateway.ask("GET", path, { headers });
    expect([path, said(answer)]).toEqual([path, expect.not.stringContaining(EVIL)]);
    const { location } = answer.headers;
    if (location !== undefined) expect(location).toMatch(/^\/(?!\/)/);
  }
});

it.each([
  `//${EVIL}`,
  `//${EVIL}/users/log_in`,
  `/\\${EVIL}`,
  `/${EVIL}//..`,
  `http://${EVIL}/`,
  `/%2f%2f${EVIL}`,
  `/.//${EVIL}`,
  `/users//${EVIL}`,
])("the address %s leads to no redirect", async (path) => {
  const answer = await gateway.ask("GET", path);
  expect([400, 404]).toContain(answer.status);
  expect(answer.headers.location).toBeUndefined();
});

it.each([
  `https://${EVIL}`,
  `//${EVIL}`,
  `/\\${EVIL}`,
  `\\\\${EVIL}`,
  `/%09/${EVIL}`,
  `/\t/${EVIL}`,
  `javascript:alert(1)`,
  `/users/../..//${EVIL}`,
  `.${EVIL}`,
  `@${EVIL}`,
])("somebody who is to return to %p is not led there", async (target) => {
  for (const name of ["return_to", "next", "redirect", "redirect_uri", "url"]) {
    const query = `${name}=${encodeURIComponent(target)}`;
    for (const path of [
      "/",
      "/users/log_in",
      "/users/log-in",
      "/users/register",
      "/api/v1/session",
    ]) {
      const answer = await gateway.ask("GET", `${path}?${query}`);
      const { location } = answer.headers;
      expect([path, location ?? "/"]).toEqual([path, expect.stringMatching(/^\/(?![/\\])/)]);
      expect([path, location ?? ""]).toEqual([path, expect.not.stringMatching(/^[^?]*evil\.test/)]);
    }
  }
});
