import { type Platform, start } from "../../services/start";
import type { Config } from "../../shared/config";
import { createLogger, type Logger, report } from "../../shared/observability";
import { inTime } from "../../shared/waiting";
import { paint } from "../colours";
import { reportDefectsTo } from "../defects";
import { bannerOf, readyLine, waitingLine } from "./banner";
import { listenForStop, type StopRequest } from "./stop-requests";
import { TERMINAL_LEVEL } from "./terminal-level";
import { urlsOf } from "./urls";

interface Options {
  config: Config;
  version: string;
  /** Names of services; every one when absent. */
  services?: readonly string[];
  /** Which relays run; beside the services that publish when absent. */
  relays?: "all";
  /** Also creates the database when it is absent; the embedded one is always migrated. */
  migrate?: boolean;
}

/** Runs services until the process is told to stop; resolves when everything has ended well. */
export async function runPlatform(options: Options): Promise<void> {
  const startedAt = performance.now();
  const stop = listenForStop(options.config.shutdownDelay);
  const log = createTerminalLogger(options.config);
  reportDefectsTo((error) =>
    report(log, error, { message: "something was thrown that nobody caught" }),
  );
  const platform = await startUnlessStopped(options, log, stop);
  if (!platform) return;
  if (!stop.isRequested()) await announce(platform, options, { log, startedAt, stop });
  const signal = await stop.requested;
  log.info({ signal }, "stopping");
  const byHand = isTerminal() && signal === "SIGINT";
  if (byHand) write(`\n  ${paint("dim", "Stopping … Ctrl-C again ends it at once.")}\n`);
  await platform.stop();
  log.info("stopped");
  if (byHand) write(`  ${paint("dim", "Stopped.")}\n`);
}

/** A failure to start after being told to stop is what was asked for. */
async function startUnlessStopped(
  { version: _, ...options }: Options,
  log: Logger,
  stop: StopRequest,
): Promise<Platform | undefined> {
  if (isTerminal()) write(`  ${paint("dim", "Starting …")}`);
  try {
    return await start({ ...options, log, patience: stop.signal });
  } catch (error) {
    if (stop.isRequested()) return undefined;
    throw error;
  } finally {
    if (isTerminal()) write("\r\u001b[K");
  }
}

/** Says where everything is, and that it is ready once RabbitMQ, if there is to be one, has let it in. */
async function announce(
  platform: Platform,
  { config, version }: Options,
  { log, startedAt, stop }: { log: Logger; startedAt: number; stop: StopRequest },
): Promise<void> {
  const urls = urlsOf(platform, config);
  const { services, database } = platform;
  const running = {
    config,
    version,
    services,
    urls,
    embedded: database.embedded,
    logLevel: log.level,
  };
  // In production the output is a stream of JSON lines for a machine to read.
  const asLog = config.environment === "production" && !isTerminal();
  const tell = (line: string): void => {
    if (asLog) log.info({ url: urls.site }, line);
    else write(`  ${paint("green", line)}\n`);
  };
  const tellReady = (): void => {
    if (stop.isRequested()) return;
    tell(readyLine(running, startedAt));
    if (!asLog) write(isTerminal() ? `  ${paint("dim", "Ctrl-C stops it.")}\n\n` : "\n");
  };
  if (!asLog) write(`\n${bannerOf(running)}\n\n`);
  const joined = platform.joined.then(() => true);
  if (await inTime(joined, 0)) return tellReady();
  tell(waitingLine(running));
  void joined.then(tellReady);
}

/** Readable on a terminal, where only what needs attention is shown unless LOG_LEVEL says otherwise. */
function createTerminalLogger(config: Config): Logger {
  const chosen = process.env.LOG_LEVEL !== undefined && process.env.LOG_LEVEL !== "";
  const level = isTerminal() && !chosen ? TERMINAL_LEVEL : config.logLevel;
  return createLogger({ level, pretty: isTerminal() });
}

function isTerminal(): boolean {
  return process.stdout.isTTY;
}

function write(text: string): void {
  process.stdout.write(text);
}
