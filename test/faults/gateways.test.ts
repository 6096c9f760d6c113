import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../support/eventually";
import { ask } from "../support/faults/ask";
import { PASSWORD } from "../support/faults/load";
import { type BreakableFleet, startBreakable } from "../support/faults/real-nodes";
import { health, watch } from "../support/faults/samples";
import { withRealParts } from "../support/real-parts";

const ROUNDS = 20;

withRealParts("two gateways", () => {
  let parts: BreakableFleet;
  let urls: [string, string];
  beforeAll(async () => {
    parts = await startBreakable({ topology: "lean" });
    await parts.fleet.start("web#2");
    urls = [parts.fleet.url, await parts.fleet.urlOf("web#2")];
  });
  afterAll(async () => {
    await parts.drop();
  });

  it("promise 20: a log-out at one gateway counts at the other from the next request on", async () => {
    const email = "both@example.com";
    await ask(`${urls[0]}/api/v1/users`, "POST", { email, password: PASSWORD });
    for (let round = 0; round < ROUNDS; round += 1) {
      const [one, other] = round % 2 === 0 ? urls : [urls[1], urls[0]];
      const credentials = { email, password: PASSWORD, credential: "bearer" };
      const { body } = await ask(`${one}/api/v1/sessions`, "POST", credentials);
      const headers = { authorization: `Bearer ${body.token as string}` };
      expect((await ask(`${other}/api/v1/session`, "GET", undefined, headers)).status).toBe(200);
      expect((await ask(`${one}/api/v1/session`, "DELETE", undefined, headers)).status).toBe(204);
      expect((await ask(`${other}/api/v1/session`, "GET", undefined, headers)).status).toBe(401);
    }
  });

  it.each(["broker", "database"] as const)(
    "promise 24: while the %s is down liveness does not flap, readiness tells the truth and comes back",
    async (dependency) => {
      const { fleet } = parts;
      const names = fleet.names();
      const opsUrls = names.map((name) => fleet.opsUrl(name));
      const lives = [...opsUrls, ...urls].map((url) => watch(() => health(url, "live"), 250));
      await parts[dependency].kill();
      const inside = await eventually(async () => {
        const seen = await Promise.all(opsUrls.map((url) => health(url, "ready")));
        return seen.every((status) => status === 503) && seen;
      });
      // At the public port it says whether requests can be served, which a missing broker does not hinder.
      const outside = await Promise.all(urls.map((url) => health(url, "ready")));
      await sleep(6_000);
      const still = await Promise.all(opsUrls.map((url) => health(url, "ready")));
      await parts[dependency].start();
      const since = Date.now();
      await eventually(async () => {
        const seen = await Promise.all([...opsUrls, ...urls].map((url) => health(url, "ready")));
        return seen.every((status) => status === 200);
      }, 60_000);
      const back = Date.now() - since;
      const seen = (await Promise.all(lives.map((live) => live.stop()))).flat();
      process.stdout.write(
        `${dependency}: ${seen.length} looks at liveness, readiness inside ${inside.join(" ")}, ` +
          `outside ${outside.join(" ")}, back after ${back} ms\n`,
      );
      expect(new Set(seen)).toEqual(new Set([200]));
      expect(outside).toEqual(dependency === "broker" ? [200, 200] : [503, 503]);
      expect(still).toEqual(names.map(() => 503));
      expect(back).toBeLessThan(30_000);
    },
  );
});
