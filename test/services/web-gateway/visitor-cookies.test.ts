import { type Gateway, PASSWORD, startGateway } from "./support";
import { visitPage } from "./visitor";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.stop());

const PATH = "/users/log_in";
const fields = { email: "nobody@example.com", password: PASSWORD };
/** What the form is answered with when it was shown to whoever sends it: nobody has this account. */
const TAKEN = 401;

/** The cookie that a visitor had last, and the one of the page's own. */
async function visit(before?: string) {
  const page = await visitPage(gateway, PATH, before === undefined ? {} : { cookie: before });
  const pairs = page.cookie.split("; ");
  const latest = pairs.find((pair) => pair.startsWith("jumar_visitor="))!;
  return { ...page, latest, own: pairs.find((pair) => pair.startsWith("jumar_visitor_"))! };
}

describe("a form of whoever is not logged in is taken", () => {
  it("beside a cookie of the same name that somebody planted, in either order", async () => {
    const { send, latest } = await visit();
    const planted = "jumar_visitor=planted.x";
    for (const cookie of [`${planted}; ${latest}`, `${latest}; ${planted}`])
      expect((await send(fields, PATH, { cookie })).status).toBe(TAKEN);
    expect((await send(fields, PATH, { cookie: planted })).status).toBe(403);
  });

  it("however many cookies of earlier tabs come before the latest", async () => {
    const { send, latest } = await visit();
    const others = Array.from({ length: 40 }, (_, n) => `jumar_visitor_${n}=old.${n}`);
    const cookie = [...others, latest].join("; ");
    expect((await send(fields, PATH, { cookie })).status).toBe(TAKEN);
  });

  it("with the latest cookie alone, whatever others there were when it was shown", async () => {
    const [earlier, later] = [await visit(), await visit()];
    const page = await visit(`${earlier.own}; ${later.latest}`);
    expect((await page.send(fields, PATH, { cookie: later.latest })).status).toBe(TAKEN);
    expect((await page.send(fields, PATH, { cookie: earlier.own })).status).toBe(403);
  });
});
