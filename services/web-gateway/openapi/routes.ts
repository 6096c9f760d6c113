import type { GatewayDeps } from "../deps";
import type { RouteGroup } from "../http/router";
import { createFile, sendFile } from "../http/send-file";
import { createDocument } from "./document";

/** The API's description for programs, at `/api/openapi.json`. */
export function documentRoutes({ config, sessionCookie }: GatewayDeps): RouteGroup {
  const { publicUrl } = config;
  const document = createDocument({ publicUrl, cookieName: sessionCookie.name });
  const json = createFile("application/json; charset=utf-8", JSON.stringify(document, null, 2));
  return {
    base: "/api",
    routes: { "GET /openapi.json": (exchange) => sendFile(exchange, json) },
  };
}
