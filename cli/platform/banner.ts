import { relative } from "node:path";
import type { Config } from "../../shared/config";
import { paint } from "../colours";
import { secondsSince } from "../seconds-since";
import type { Urls } from "./urls";

interface Running {
  config: Config;
  version: string;
  services: readonly string[];
  embedded: boolean;
  urls: Urls;
  logLevel: string;
}

/** What runs where, one line each: the URLs to open first, then where data and logs are. */
export function bannerOf(running: Running): string {
  const { config, urls, embedded, services } = running;
  const { site, ops } = urls;
  const rows: [label: string, value: string, hint?: string][] = [];
  if (site !== undefined) {
    rows.push(["Home", `${site}/`]);
    if (hasMailbox(config))
      rows.push(["Mailbox", `${site}/dev/mailbox`, "every mail that was sent"]);
    rows.push(["API docs", `${site}/api/docs`]);
    rows.push(["OpenAPI", `${site}/api/openapi.json`]);
  }
  if (ops !== undefined) {
    rows.push(["Health", `${ops}/health/ready`]);
    rows.push(["Metrics", `${ops}/metrics`]);
  }
  const links = rows.splice(0).map(toLine);
  rows.push(["Services", services.join(", ")]);
  if (embedded)
    rows.push(["Data", folderOf(config), "kept between starts; delete it to begin anew"]);
  rows.push(["Logs", running.logLevel, logHint(running.logLevel)]);
  const title = `${paint("bold", "Jumar")} ${paint("dim", running.version)}`;
  return [title, "", ...links, "", ...rows.map(toLine)]
    .map((line) => `  ${line}`.trimEnd())
    .join("\n");

  function toLine([label, value, hint]: (typeof rows)[number]): string {
    const shown = value.startsWith("http") ? paint("cyan", value) : value;
    return `${paint("dim", label.padEnd(10))}${shown}${hint ? paint("dim", `  ${hint}`) : ""}`;
  }
}

/** The line that scripts and people wait for; the last one of a start. */
export function readyLine(running: Pick<Running, "services" | "urls">, startedAt: number): string {
  return `Jumar is ready${whereOf(running)} (${secondsSince(startedAt)} s)`;
}

/** What is said instead while RabbitMQ is away: whatever it takes no part in works. */
export function waitingLine({ services, urls }: Pick<Running, "services" | "urls">): string {
  return urls.site === undefined
    ? `Jumar runs, and waits for RabbitMQ: ${services.join(", ")}`
    : `Jumar runs on ${urls.site}, and waits for RabbitMQ`;
}

function whereOf({ urls, services }: Pick<Running, "services" | "urls">): string {
  return urls.site === undefined ? `: ${services.join(", ")}` : ` on ${urls.site}`;
}

function hasMailbox(config: Config): boolean {
  return config.environment !== "production" && config.smtpUrl === undefined;
}

function folderOf({ dataDir }: Config): string {
  const path = relative(process.cwd(), dataDir);
  return path === "" || path.startsWith("..") ? dataDir : path;
}

function logHint(level: string): string {
  return ["warn", "error", "silent"].includes(level)
    ? "LOG_LEVEL=info shows more"
    : "LOG_LEVEL=warn shows less";
}
