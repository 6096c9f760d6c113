import { sendProblem } from "../../../services/web-gateway/http/problem";
import { pageRoutes } from "../../../services/web-gateway/pages/routes";
import { pageDeps } from "../../../services/web-gateway/pages/visits/deps";
import { browser, type Gateway, startGateway } from "./support";

/** What others append to links, and what nobody can read. */
const FOREIGN = [
  "utm_source=a&utm_source=b&fbclid=%ff&%ff=1&%00=%00&utm_medium=%00",
  ...Array.from({ length: 60 }, (_, n) => `p${n}=${n}`),
].join("&");
/** A parameter that a page reads, by its path. */
const READ = { "/users/log_in": "return_to", "/dev/mailbox": "to", "/admin/audit": "type" };

describe("what a page does not read of its query", () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await startGateway({ services: ["accounts", "notifier", "search", "audit"] });
  });
  afterAll(() => gateway.stop());

  const open = async (path: string, session: Record<string, string>) =>
    await gateway.ask("GET", path, { headers: { accept: "text/html", ...session } });

  it("is ignored, on every page", async () => {
    const admin = browser((await gateway.signUp({ role: "admin" })).token);
    const paths = Object.keys(pageRoutes(pageDeps(gateway.deps), sendProblem).routes)
      .filter((route) => route.startsWith("GET ") && !route.startsWith("GET /problems/"))
      .map((route) => route.replace("GET ", "").replaceAll(/:\w+/g, "x"));
    expect(paths.length).toBeGreaterThan(20);
    for (const session of [{}, admin]) {
      for (const path of paths) {
        const alone = (await open(path, session)).status;
        expect([path, (await open(`${path}?${FOREIGN}`, session)).status]).toEqual([path, alone]);
      }
    }
  });

  it("is told from what it does read, which counts, once and readable", async () => {
    const admin = browser((await gateway.signUp({ role: "admin" })).token);
    for (const [path, name] of Object.entries(READ)) {
      const session = path.startsWith("/admin") ? admin : {};
      expect((await open(`${path}?${name}=a&${name}=b`, session)).status).toBe(422);
      expect((await open(`${path}?${name}=%ff`, session)).status).toBe(400);
      expect((await open(`${path}?${name}=%00`, session)).status).toBe(422);
    }
    const { text } = await open("/users/log_in?%72eturn_to=%2Fadmin%2Fusers&utm_source=a", {});
    expect(text).toContain('name="return_to" value="/admin/users"');
  });
});
