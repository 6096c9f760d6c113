import type { IncomingMessage, ServerResponse } from "node:http";
import type { Service, ServiceSchema } from "moleculer";
import ApiGateway from "moleculer-web";
import { type Exchange, exchangeOf } from "./exchange";
import type { Router } from "./handle-request";
import { type Refuse, sendProblem } from "./problem";

/** Answers an exchange; what it throws is answered as an error. */
export type Handle = (exchange: Exchange) => void | Promise<void>;

/** Handlers by method and path, e.g. `GET /users/:id`. */
export type Routes = Record<string, Handle>;

export interface RouteGroup {
  base: string;
  routes: Routes;
  /** How its handlers' errors are answered; as problems when absent. */
  refuse?: Refuse;
}

/** The parts of moleculer-web's service that are used here. */
interface GatewayService extends Service {
  express(): Router["handle"];
  aliases: { method: string; match(path: string): object | false }[];
}

// Its other actions would let any node of the fleet list and replace our routes.
const { rest } = ApiGateway.actions ?? {};
const gateway = { ...ApiGateway, actions: rest ? { rest } : {} } as ServiceSchema;

/** The parts of a Moleculer service that routes requests; it does not listen by itself. */
export function routing(groups: readonly RouteGroup[]): Partial<ServiceSchema> {
  return {
    mixins: [gateway],
    settings: settings(groups),
    methods: {
      // The path has been checked; each route parses the query by its own rules.
      parseQueryString: (request: IncomingMessage) => ({
        url: exchangeOf(request).path,
        query: {},
      }),
    },
  };
}

function settings(groups: readonly RouteGroup[]): Record<string, unknown> {
  return {
    server: false,
    routes: groups.map(toRoute),
    logRequest: null,
    logRequestParams: null,
    logResponse: null,
    logRouteRegistration: null,
    rootCallOptions,
    // Settings are published to the fleet.
    $secureSettings: ["routes", "rootCallOptions"],
  };
}

/** The router inside the running service. */
export function routerOf(service: Service): Router {
  const { express, aliases } = service as GatewayService;
  const handle = express.call(service);
  return {
    handle,
    methodsOf(path) {
      const methods = aliases.filter((alias) => alias.match(path)).map(({ method }) => method);
      return methods.length === 0 ? [] : [...new Set(methods), "OPTIONS"].sort();
    },
  };
}

function toRoute({ base, routes, refuse = sendProblem }: RouteGroup): object {
  const aliases = Object.entries(routes).flatMap((route) => withHead(route, base, refuse));
  return {
    path: base,
    aliases: Object.fromEntries(aliases),
    mappingPolicy: "restrict",
    mergeParams: false,
    bodyParsers: false,
    logging: false,
    pathToRegexpOptions: { sensitive: true, trailing: false },
  };
}

/** A route for GET also answers HEAD; Node omits the body. */
function withHead(
  [route, handle]: [string, Handle],
  base: string,
  refuse: Refuse,
): [string, unknown][] {
  const template = `${base}${route.replace(/^\w+ /, "")}`.replace(/^\/\//, "/");
  const alias = (request: IncomingMessage, _response: ServerResponse): void =>
    answerWith(handle, request, template, refuse);
  const head = route.startsWith("GET ") ? [route.replace("GET ", "HEAD ")] : [];
  return [route, ...head].map((key) => [key, alias]);
}

/** The params in the path of a request, by the names in its route. */
export function pathParamsOf(request: IncomingMessage): Record<string, string> {
  return (request as { $params?: { params?: Record<string, string> } }).$params?.params ?? {};
}

function answerWith(
  handle: Handle,
  request: IncomingMessage,
  template: string,
  refuse: Refuse,
): void {
  const exchange = exchangeOf(request);
  const { observed } = exchange;
  observed.routed(template);
  void observed.run(async () => {
    try {
      await handle(exchange);
    } catch (error) {
      await refuse(exchange, error);
    } finally {
      observed.over();
    }
  });
}

/** Moleculer need not track or number requests: the door waits for them, and the exchange has an id. */
function rootCallOptions(options: { requestID?: string; tracking?: boolean }): void {
  // Empty: otherwise moleculer-web sets a header first, which makes Node write every answer more slowly.
  options.requestID = "";
  options.tracking = false;
}
