import type { GatewayDeps } from "../deps";
import type { RouteGroup } from "../http/router";
import { createFile, sendFile } from "../http/send-file";
import { apiDocsPage } from "../pages/api-docs";
import { createDocument } from "./document";

/** The API's description: for programs at `/api/openapi.json`, for people at `/api/docs`. */
export function documentRoutes({ config, sessionCookie }: GatewayDeps): RouteGroup {
  const { publicUrl } = config;
  const document = createDocument({ publicUrl, cookieName: sessionCookie.name });
  const json = createFile("application/json; charset=utf-8", JSON.stringify(document, null, 2));
  const page = createFile("text/html; charset=utf-8", apiDocsPage(document));
  return {
    base: "/api",
    routes: {
      "GET /openapi.json": (exchange) => sendFile(exchange, json),
      "GET /docs": (exchange) => sendFile(exchange, page),
    },
  };
}
