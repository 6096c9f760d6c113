import {
  type Answer,
  browser,
  type Gateway,
  ORIGIN,
  startGateway,
} from "../services/web-gateway/support";

const LISTS = ["/admin/users", "/admin/audit", "/admin/events", "/dev/mailbox", "/users/log_in"];
const QUERIES = ["query", "cursor", "type", "subject", "since", "sort", "return_to", "to"];
const WITH_PARAM = [
  "/users/confirm/",
  "/users/reset_password/",
  "/users/settings/confirm_email/",
  "/users/settings/sessions/",
  "/admin/users/",
  "/dev/mailbox/",
  "/problems/",
];
const ODD = ["%E2%82%AC", "%F0%9F%98%80", "a%3Fb", "%20", "%25", "%00", "__proto__", "-1"];
const BODIES = [
  "",
  "%",
  "form_token=x",
  "_method=%E2%82%AC",
  "_method=DELETE&form_token=x",
  "email=%E2%82%AC&email=2",
  "password=%00",
  "__proto__=1&constructor=2",
];

/** Pages are in no document, so what is odd about requests for them is tried here. */
describe("odd requests for pages", () => {
  let gateway: Gateway;
  let visitors: Record<string, string>[];
  beforeAll(async () => {
    gateway = await startGateway();
    visitors = [{}, browser((await gateway.signUp({ role: "admin" })).token)];
  });
  afterAll(() => gateway.stop());

  const failed: string[] = [];
  const ask = async (method: string, path: string, asked: object): Promise<Answer> => {
    const answer = await gateway.ask(method, path, asked);
    // Search and audit do not run here: 503 says so. Anything else of that kind is our own fault.
    if (answer.status >= 500 && answer.status !== 503) failed.push(`${method} ${path}`);
    return answer;
  };

  it("end in a page that says what is wrong with them, never in an error of ours", async () => {
    let count = 0;
    for (const visitor of visitors) {
      const headers = { accept: "text/html", ...visitor };
      const form = {
        ...headers,
        origin: ORIGIN,
        "sec-fetch-site": "same-origin",
        "content-type": "application/x-www-form-urlencoded",
      };
      for (const odd of [...ODD, "a".repeat(3_000)]) {
        for (const path of LISTS) {
          for (const name of QUERIES) await ask("GET", `${path}?${name}=${odd}`, { headers });
        }
        for (const path of WITH_PARAM) {
          await ask("GET", path + odd, { headers });
          for (const body of BODIES) await ask("POST", path + odd, { headers: form, body });
        }
        count += LISTS.length * QUERIES.length + WITH_PARAM.length * (1 + BODIES.length);
      }
    }
    expect(count).toBeGreaterThan(1_000);
    expect(failed).toEqual([]);
  });
});
