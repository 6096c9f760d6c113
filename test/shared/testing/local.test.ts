import { connect } from "amqplib";
import { type Jumar, startJumar } from "../../../shared/testing";
import { TEST_DATABASE_URL } from "../../support/postgresql";
import { TEST_AMQP_URL } from "../../support/rabbitmq";
import { withRealParts } from "../../support/real-parts";
import { leftInServers, leftOnThisMachine, nameOf, OWN } from "./leftovers";

const here = { mode: "local", databaseUrl: TEST_DATABASE_URL, amqpUrl: TEST_AMQP_URL } as const;
/** Nobody listens there. */
const NOWHERE = "127.0.0.1:1";

withRealParts("the test kit on servers that run already", () => {
  it("gives each start a database and a virtual host of its own, publishes there, and takes them away", async () => {
    const kits = await Promise.all([startJumar(here), startJumar(here)]);
    const [one, other] = kits as [Jumar, Jumar];
    expect(new Set([one.databaseUrl, other.databaseUrl, TEST_DATABASE_URL]).size).toBe(3);
    expect(new Set([one.amqpUrl, other.amqpUrl, TEST_AMQP_URL]).size).toBe(3);
    const user = await one.createUser({ confirmed: true });
    await one.events.waitFor("user.confirmed", ({ subject }) => subject === user.id);
    expect(await other.events.all()).toEqual([]);
    const names = kits.map(({ env }) => nameOf(env));
    expect(await leftInServers(OWN)).toHaveLength(4);

    await publishes(one);
    await Promise.all(kits.map((kit) => kit.stop()));
    expect(await leftInServers(OWN)).toEqual([]);
    expect(names.flatMap(leftOnThisMachine)).toEqual([]);
  });

  const wrong: [string, Parameters<typeof startJumar>[0], RegExp][] = [
    [
      "a database that is not there",
      { ...here, databaseUrl: `postgresql://postgres@${NOWHERE}/postgres` },
      /^the database at 127\.0\.0\.1:1 cannot be used: .*ECONNREFUSED/,
    ],
    [
      "a RabbitMQ that is not there, with the database made already",
      { ...here, amqpUrl: `amqp://${NOWHERE}` },
      /^RabbitMQ at 127\.0\.0\.1:1 cannot be used: .*ECONNREFUSED/,
    ],
    [
      "a password that RabbitMQ refuses",
      { ...here, amqpUrl: TEST_AMQP_URL.replace(/guest@/, "wrong@") },
      /^RabbitMQ at .* cannot be used: .*ACCESS_REFUSED/,
    ],
    [
      "a setting that Jumar refuses, with everything made already",
      { ...here, env: { LOG_LEVEL: "loud" } },
      /ended instead of becoming ready:[^]*LOG_LEVEL/,
    ],
  ];
  it.each(wrong)("fails at once with %s, and leaves nothing", async (_, options, message) => {
    const before = leftOnThisMachine(OWN);
    await expect(startJumar(options)).rejects.toThrow(message);
    expect(leftOnThisMachine(OWN).filter((line) => !before.includes(line))).toEqual([]);
    expect(await leftInServers(OWN)).toEqual([]);
  });

  /** What its inbox of events shows was published to its virtual host. */
  async function publishes(jumar: Jumar): Promise<void> {
    const connection = await connect(jumar.amqpUrl ?? "");
    const channel = await connection.createChannel();
    const { queue } = await channel.assertQueue("", { exclusive: true });
    await channel.bindQueue(queue, "jumar.events", "user.registered");
    const published = new Promise<string>((resolve) => {
      void channel.consume(queue, (message) => {
        if (message) resolve((JSON.parse(message.content.toString()) as { id: string }).id);
      });
    });
    const { email } = await jumar.createUser();
    const { id } = await jumar.events.waitFor(
      "user.registered",
      ({ data }) => data.email === email,
    );
    expect(await published).toBe(id);
    await connection.close();
  }
});
