import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { ServiceBroker } from "moleculer";
import { z } from "zod";
import type { Operation } from "../../../services/web-gateway/api/operations";
import { createOperationHandler } from "../../../services/web-gateway/api/run-operation";
import type { GatewayDeps } from "../../../services/web-gateway/deps";
import { beginExchange } from "../../../services/web-gateway/http/exchange";
import { describeOperation } from "../../../services/web-gateway/openapi/describe-operation";
import { createFailureComponents } from "../../../services/web-gateway/openapi/failures";
import { createComponents } from "../../../services/web-gateway/openapi/schemas";
import { action, type Caller, defineContract, uuidOf } from "../../../shared/contracts";
import { createBroker, defineService, type Deps, toMoleculer } from "../../../shared/service";
import { toMeta } from "../../../shared/service/caller-meta";
import { fromWire } from "../../../shared/service/wire-errors";
import { asUser } from "../../support/callers";
import { createVhost, type Vhost } from "../../support/rabbitmq";
import { withRealParts } from "../../support/real-parts";
import { type Answer, bearer, type Gateway, send, startGateway } from "./support";

const open = action({
  summary: "Open the vault.",
  access: { who: "session", within: 600 },
  params: z.strictObject({}),
  result: z.object({ opened: z.boolean() }),
  errors: [],
  http: { id: "openVault", tag: "Account", method: "POST", path: "/vault", status: 200 },
});
const empty = action({
  ...open,
  summary: "Empty the vault.",
  access: { who: "session", within: 600, assurance: 2 },
  http: { id: "emptyVault", tag: "Account", method: "POST", path: "/vault/emptyings", status: 200 },
});
const vault = defineContract("vault", { open, empty });
const [opening, emptying] = (["open", "empty"] as const).map((name): Operation => {
  const wanted = vault.actions[name];
  return { service: "vault", name, action: wanted, http: wanted.http!, pathParams: [] };
}) as [Operation, Operation];
const CHALLENGE = 'Bearer error="insufficient_user_authentication", max_age="600"';

withRealParts("an action that asks for a log-in of the last ten minutes", () => {
  let vhost: Vhost;
  let gateway: Gateway;
  let broker: ServiceBroker;
  let server: Server;
  const call = async (caller: Caller, name = "open"): Promise<unknown> => {
    const meta = toMeta(gateway.deps.signer, caller);
    try {
      return await gateway.platform.broker.call(`vault.${name}`, {}, { meta });
    } catch (error) {
      throw fromWire(error, "vault");
    }
  };
  const ask = async (token: string, path = "/vault"): Promise<Answer> => {
    const { port } = server.address() as AddressInfo;
    return await send(port, "POST", path, { headers: bearer(token) });
  };
  const letPass = async (userId: string, seconds: number): Promise<void> => {
    await gateway.owner.raw(
      "update accounts.sessions set authenticated_at = now() - ? * interval '1 second' where user_id = ?",
      [seconds, uuidOf(userId)],
    );
  };

  beforeAll(async () => {
    vhost = await createVhost();
    gateway = await startGateway({ config: { amqpUrl: vhost.url } });
    const { log, signer } = gateway.deps;
    broker = createBroker({ log, middlewares: [], amqpUrl: vhost.url });
    const definition = defineService<typeof vault>(vault, {
      actions: {
        open: () => Promise.resolve({ opened: true }),
        empty: () => Promise.resolve({ opened: true }),
      },
    });
    broker.createService(toMoleculer(definition, { log, signer } as Deps));
    await broker.start();
    await gateway.platform.broker.waitForServices("vault", 30_000);

    const deps = { ...gateway.deps, call: { ...gateway.deps.call, vault: callers } };
    const handlers = [opening, emptying].map((operation) => ({
      path: operation.http.path,
      handle: createOperationHandler(deps as GatewayDeps, operation),
    }));
    server = createServer((request, response) => {
      const { handle } = handlers.find(({ path }) => path === request.url)!;
      void handle(beginExchange(deps, request, response), {});
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  const callers = {
    open: (_params: object, caller: Caller) => call(caller, "open"),
    empty: (_params: object, caller: Caller) => call(caller, "empty"),
  };
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    await broker.stop();
    await gateway.stop();
    await vhost.drop();
  });

  it("lets in whoever has just logged in, and later asks for it again", async () => {
    const { token, userId } = await gateway.signUp();
    expect(await ask(token)).toMatchObject({ status: 200, json: { opened: true } });

    await letPass(userId, 590);
    expect((await ask(token)).status).toBe(200);
    await letPass(userId, 610);
    const refused = await ask(token);
    expect(refused).toMatchObject({
      status: 401,
      json: { code: "insufficient_user_authentication", title: "Log in again to continue" },
    });
    expect(refused.headers["www-authenticate"]).toBe(CHALLENGE);
    // The session lives on.
    expect(refused.headers["set-cookie"]).toBeUndefined();
    const own = await gateway.ask("GET", "/api/v1/session", { headers: bearer(token) });
    expect(own.status).toBe(200);
  });

  it("may ask for proofs of two kinds, and says so", async () => {
    const { token, userId } = await gateway.signUp();
    const refused = await ask(token, "/vault/emptyings");
    expect(refused.json.code).toBe("insufficient_user_authentication");
    expect(refused.headers["www-authenticate"]).toBe(`${CHALLENGE}, acr_values="2"`);
    await gateway.owner.raw("update accounts.sessions set assurance = 2 where user_id = ?", [
      uuidOf(userId),
    ]);
    expect((await ask(token, "/vault/emptyings")).status).toBe(200);
    await letPass(userId, 610);
    expect((await ask(token, "/vault/emptyings")).status).toBe(401);
  });

  it("is guarded by the service itself, over RabbitMQ", async () => {
    const { principal } = asUser({ id: (await gateway.signUp()).userId });
    const at = (authenticatedAt: string): Caller => ({
      principal: { ...(principal as object), authenticatedAt } as never,
    });
    expect(await call({ principal: principal! })).toEqual({ opened: true });
    const refusal = {
      code: "insufficient_user_authentication",
      status: 401,
      stepUp: { within: 600 },
    };
    await expect(call(at("2026-01-31T09:30:00.000Z"))).rejects.toMatchObject(refusal);
    await expect(call({})).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("is not open to a process of the release before, which does not say when it was", async () => {
    const { signer } = gateway.deps;
    const scope = { kind: "user", user_id: "user_1", session_id: "session_1", role: "admin" };
    const meta = { scope: signer.sign("scope", { scope, at: Date.now() }) };
    const called = gateway.platform.broker.call("vault.open", {}, { meta });
    await expect(called).rejects.toMatchObject({
      data: { code: "insufficient_user_authentication" },
    });
  });
});

it("is described with what it asks for", () => {
  const failures = createFailureComponents("https://jumar.test");
  const describe = (operation: Operation) =>
    describeOperation(operation, createComponents(), failures, "https://jumar.test/api/v1");
  const described = describe(opening);
  expect(described.description).toBe(
    "The user of the session has to have proved who they are in the last 600 seconds.",
  );
  expect(describe(emptying).description).toBe(
    `${described.description!} Proofs of two kinds are asked for, such as a password and a code.`,
  );
  const name = "UnauthenticatedOrInsufficientUserAuthentication";
  expect(described.responses[401]).toEqual({ $ref: `#/components/responses/${name}` });
  const response = failures.responses[name]!;
  expect(Object.keys(response.content!["application/problem+json"]!.examples!)).toEqual([
    "unauthenticated",
    "insufficient_user_authentication",
  ]);
  expect(response.headers!["WWW-Authenticate"]).toMatchObject({
    schema: { examples: [CHALLENGE] },
  });
});
