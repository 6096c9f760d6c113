import { errorCatalogue, isErrorCode } from "../../../shared/errors";
import type { GatewayDeps } from "../deps";
import type { Handle, RouteGroup, Routes } from "../http/router";
import { createFile, sendFile } from "../http/send-file";
import { confirmRoutes } from "./confirm-routes";
import { homePage } from "./home";
import { icon } from "./icon";
import { hasMailbox, mailboxRoutes } from "./mailbox-routes";
import { problemPage } from "./problem-page";
import { stylesheet } from "./stylesheet";

const HTML = "text/html; charset=utf-8";

/** What people see in a browser. */
export function pageRoutes(deps: GatewayDeps): RouteGroup {
  return {
    base: "/",
    routes: {
      ...file("/", HTML, homePage({ mailbox: hasMailbox(deps) })),
      ...file("/assets/jumar.css", "text/css; charset=utf-8", stylesheet),
      ...file("/assets/jumar.svg", "image/svg+xml", icon),
      ...problemRoutes(),
      ...confirmRoutes(deps),
      ...mailboxRoutes(deps),
    },
  };
}

function problemRoutes(): Routes {
  const pages = Object.keys(errorCatalogue)
    .filter(isErrorCode)
    .map((code) => file(`/problems/${code}`, HTML, problemPage(code)));
  return Object.fromEntries(pages.flatMap(Object.entries<Handle>));
}

function file(path: string, type: string, text: string): Routes {
  const made = createFile(type, text);
  return { [`GET ${path}`]: (exchange) => sendFile(exchange, made) };
}
