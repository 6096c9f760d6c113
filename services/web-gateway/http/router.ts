import type { Service, ServiceSchema } from "moleculer";
import ApiGateway from "moleculer-web";
import type { IncomingMessage, ServerResponse } from "node:http";
import { exchangeOf, type Exchange } from "./exchange";
import type { Router } from "./handle-request";
import { sendProblem, type Refuse } from "./problem";

/** Answers an exchange; what it throws is refused. */
export type Handle = (exchange: Exchange) => void | Promise<void>;

/** Handlers by method and path, e.g. `GET /users/:id`. */
export type Routes = Record<string, Handle>;

export interface RouteGroup {
  base: string;
  routes: Routes;
  /** How its handlers' errors are answered; as problems when absent. */
  refuse?: Refuse;
}

/** What of moleculer-web's service is used here. */
interface GatewayService extends Service {
  express(): Router["handle"];
  aliases: { method: string; match(path: string): object | false }[];
}

// Its other actions would let any node of the fleet list and replace our routes.
const { rest } = ApiGateway.actions ?? {};
const gateway = { ...ApiGateway, actions: rest ? { rest } : {} } as ServiceSchema;

/** The parts of a Moleculer service that routes requests; it listens nowhere by itself. */
export function routing(groups: readonly RouteGroup[]): Partial<ServiceSchema> {
  return {
    mixins: [gateway],
    settings: settings(groups),
    methods: {
      // The path has been read and checked; each route reads the query by its own rules.
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

/** What answers GET answers HEAD; Node leaves the body out. */
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

/** What the path of a request says, as its route names it. */
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
      refuse(exchange, error);
    } finally {
      observed.over();
    }
  });
}

/** Moleculer need not track requests, nor name them: the door waits for them, the exchange has an id. */
function rootCallOptions(options: { requestID?: string; tracking?: boolean }): void {
  // Empty, or moleculer-web sets a header first, and every answer takes Node's slow way.
  options.requestID = "";
  options.tracking = false;
}
