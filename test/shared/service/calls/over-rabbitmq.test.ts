import { setTimeout as sleep } from "node:timers/promises";
import type { ServiceBroker } from "moleculer";
import { z } from "zod";
import { action, defineContract } from "../../../../shared/contracts";
import { createLogger } from "../../../../shared/observability";
import { createBroker, defineService, type Deps, toMoleculer } from "../../../../shared/service";
import { createSigner } from "../../../../shared/signing";
import { eventually } from "../../../support/eventually";
import { createVhost, type Vhost } from "../../../support/rabbitmq";
import { withRealParts } from "../../../support/real-parts";

const result = z.object({ begun: z.number() });
const act = action({
  summary: "",
  access: { who: "anyone" },
  params: z.strictObject({}),
  result,
  errors: [],
});
const contract = defineContract("slow", { act });

withRealParts("a call over RabbitMQ", () => {
  const log = createLogger({ level: "silent", pretty: false });
  let vhost: Vhost;
  let caller: ServiceBroker;
  let callee: ServiceBroker;
  let begun = 0;
  let letGo: () => void = () => undefined;

  beforeAll(async () => {
    vhost = await createVhost();
    const connect = () => createBroker({ log, middlewares: [], amqpUrl: vhost.url });
    [caller, callee] = [connect(), connect()];
    const definition = defineService<typeof contract>(contract, {
      actions: {
        async act() {
          begun += 1;
          await new Promise<void>((resolve) => (letGo = resolve));
          return { begun };
        },
      },
    });
    const deps = { log, signer: createSigner("a secret of these tests ".repeat(3)) } as Deps;
    callee.createService(toMoleculer(definition, deps));
    await Promise.all([caller.start(), callee.start()]);
    await caller.waitForServices("slow", 10_000);
  });
  afterAll(async () => {
    await Promise.all([caller.stop(), callee.stop()]);
    await vhost.drop();
  });

  it("that is delivered again because the connection broke is begun once, and answered", async () => {
    const { tx } = callee.transit as unknown as { tx: Transporter };
    const answer = caller.call("slow.act", {});
    await eventually(() => begun === 1);
    const back = new Promise<void>((resolve) => {
      callee.localBus.once("$transporter.connected", resolve);
    });
    await tx.connection.close();
    letGo(); // what it answers now reaches nobody
    await back;
    expect(await answer).toEqual({ begun: 1 });
    await sleep(200);
    expect(begun).toBe(1);
  });

  it("that ends while the connection does, or after it, harms neither the process nor the next one", async () => {
    const { tx } = callee.transit as unknown as { tx: Transporter };
    const uncaught: unknown[] = [];
    const note = (error: unknown) => uncaught.push(error);
    const lost: unknown[] = [];
    callee.localBus.on("$transporter.error", (error: unknown) => lost.push(error));
    process.on("unhandledRejection", note);
    try {
      for (const when of ["while it closes", "on the next one"] as const) {
        const already = begun;
        const answer = caller.call("slow.act", {});
        await eventually(() => begun === already + 1);
        const back = new Promise<void>((resolve) => {
          callee.localBus.once("$transporter.connected", resolve);
        });
        const closed = tx.connection.close();
        if (when === "while it closes") letGo();
        await closed;
        await back;
        letGo();
        expect(await answer).toEqual({ begun: already + 1 });
      }
      await sleep(200);
    } finally {
      process.off("unhandledRejection", note);
    }
    expect({ uncaught, lost }).toEqual({ uncaught: [], lost: [] });
  });

  it("that is given up holds up no stop, and is forgotten", async () => {
    const late = await createCaller();
    await expect(late.call("slow.act", {}, { timeout: 300 })).rejects.toMatchObject({
      name: "RequestTimeoutError",
    });
    const { pendingRequests } = late.transit as unknown as {
      pendingRequests: Map<string, unknown>;
    };
    expect(pendingRequests.size).toBe(0);
    const since = Date.now();
    await late.stop();
    letGo();
    expect(Date.now() - since).toBeLessThan(10_000); // 15 s is what a call underway is waited for
  });

  const createCaller = async (): Promise<ServiceBroker> => {
    const created = createBroker({ log, middlewares: [], amqpUrl: vhost.url });
    await created.start();
    await created.waitForServices("slow", 10_000);
    return created;
  };
});

interface Transporter {
  connection: { close(): Promise<void> };
}
