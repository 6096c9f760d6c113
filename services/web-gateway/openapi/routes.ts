import type { Deps } from "../../../shared/service";
import { createSessionCookie } from "../api/session-cookie";
import type { RouteGroup } from "../http/router";
import { createFile, sendFile } from "../http/send-file";
import { createDocument } from "./document";
import type { OpenApiDocument } from "./types";

/** The API's description for programs, at `/api/openapi.json`. */
export function documentRoutes({ config }: Pick<Deps, "config">): RouteGroup {
  const document = describeApi(config.publicUrl);
  const json = createFile("application/json; charset=utf-8", JSON.stringify(document, null, 2));
  return {
    base: "/api",
    routes: { "GET /openapi.json": (exchange) => sendFile(exchange, json) },
  };
}

/** The OpenAPI document of a gateway that is reached at a URL. */
export function describeApi(publicUrl: string): OpenApiDocument {
  const { name } = createSessionCookie({ secure: publicUrl.startsWith("https:"), days: 0 });
  return createDocument({ publicUrl, cookieName: name });
}
