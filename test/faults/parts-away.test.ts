import type { Language } from "../../shared/contracts";
import { newVisitor, withBrowser } from "../support/browser/browser";
import { type Person, personAt } from "../support/browser/person";
import { startTcpProxy, type TcpProxy } from "../support/consumers/tcp-proxy";
import { eventually } from "../support/eventually";
import { type Fleet, startFleet } from "../support/fleet";
import { newDatabase } from "../support/postgresql";
import { createVhost, type Vhost } from "../support/rabbitmq";
import { withRealParts } from "../support/real-parts";

const PASSWORD = "correct horse battery staple";
/** In ms: everybody has found out that a part is there again. */
const BACK_WITHIN = 60_000;

withBrowser("pages while a part of a fleet is away", (browser) => {
  withRealParts("on RabbitMQ and PostgreSQL", () => {
    const database = newDatabase();
    let vhost: Vhost;
    let fleet: Fleet;
    const ways = {} as Record<"broker" | "database", TcpProxy>;
    beforeAll(async () => {
      vhost = await createVhost();
      const through = async (url: string): Promise<[string, TcpProxy]> => {
        const there = new URL(url);
        const way = await startTcpProxy({ host: there.hostname, port: Number(there.port) });
        there.host = `127.0.0.1:${way.settings.port}`;
        return [there.href, way];
      };
      const [amqpUrl, broker] = await through(vhost.url);
      const [databaseUrl, toDatabase] = await through(database.url);
      Object.assign(ways, { broker, database: toDatabase });
      fleet = await startFleet({ topology: "split", amqpUrl, databaseUrl });
    });
    afterAll(async () => {
      await fleet.stop();
      for (const way of Object.values(ways)) await way.close();
      await Promise.all([database.drop(), vhost.drop()]);
    });

    describe.each(["en", "de"] as Language[])("in %s", (language) => {
      const email = `${language}@example.com`;
      let member: Person;
      let guest: Person;
      const newPerson = async (): Promise<Person> =>
        personAt((await newVisitor(browser(), fleet.url, { language })).page, language);
      beforeAll(async () => {
        [member, guest] = [await newPerson(), await newPerson()];
        await member.open("/users/register");
        await member.fill({ email, password: PASSWORD });
        await member.press(member.says("register.button"));
      });
      afterAll(async () => {
        for (const { page } of [member, guest]) await page.context().close();
      });

      it.each([
        ["broker", "errors.down.accounts"],
        ["database", "errors.down.database"],
      ] as const)("say so of the %s, and go on once it is there again", async (part, words) => {
        await guest.open("/users/log_in");
        ways[part].cut();
        try {
          await eventually(async () => {
            const answer = await member.page.goto("/users/settings");
            return answer?.status() === 503;
          });
          const title = member.says("errors.codes.unavailable.title");
          expect(await member.page.locator("h1").innerText()).toBe(title);
          expect(await member.message()).toBe(member.says(words));

          // A form keeps what was typed in, so it stays.
          await guest.fill({ email, password: PASSWORD });
          await guest.press(guest.says("log_in.button"));
          expect(await guest.message()).toBe(guest.says("errors.codes.unavailable.text"));
          expect(await guest.page.locator("#email").inputValue()).toBe(email);
        } finally {
          ways[part].open();
        }
        await eventually(async () => {
          await guest.open("/users/log_in");
          await guest.fill({ email, password: PASSWORD });
          await guest.press(guest.says("log_in.button"));
          return guest.path() === "/";
        }, BACK_WITHIN);
        await guest.page.context().clearCookies();
        await member.open("/users/settings");
        expect(await member.page.locator("h1").innerText()).toBe(member.says("settings.title"));
      });
    });
  });
});
