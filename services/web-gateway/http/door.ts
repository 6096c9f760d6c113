import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { hostProblem } from "../../../shared/config";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** The public port of this process. */
export interface Door {
  /** The port it listens on, once it does. */
  readonly port: number | undefined;
  /** Throws an Error with code EADDRINUSE that names PORT when the port is taken. */
  open(handler: Handler): Promise<void>;
  /** Stops accepting requests, lets running ones finish (for at most 15 s) and closes. */
  close(): Promise<void>;
  /** Stopping has begun; requests are still served. */
  isStopping(): boolean;
  /** Answers have to close their connection. */
  isClosing(): boolean;
}

const LONGEST_LINGER = 500;
const LONGEST_FINISH = 15_000;
export const MAX_CONNECTIONS = 10_000;

const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  // Longer than the 60 s that load balancers keep their idle connections.
  keepAliveTimeout: 65_000,
  // How often the timeouts are checked.
  connectionsCheckingInterval: 5_000,
  // The gateway answers a missing Host itself, with its usual headers.
  requireHostHeader: false,
};

/**
 * Creates a door that is not open yet. `shutdownDelay`: for how many milliseconds requests are still
 * served when it closes, while load balancers notice that it is not ready.
 */
export function createDoor(options: {
  host: string;
  port: number;
  shutdownDelay: number;
  refuseMalformed: (error: NodeJS.ErrnoException, socket: Duplex) => void;
}): Door {
  const { host, port, shutdownDelay } = options;
  let server: Server | undefined;
  let phase: "serving" | "stopping" | "closing" = "serving";
  let closed: Promise<void> | undefined;
  const sockets = new Set<Socket>();

  const close = async (): Promise<void> => {
    phase = "stopping";
    if (!server?.listening) return;
    await pause(shutdownDelay);
    phase = "closing";
    // Busy connections end with their next answer while new ones can still be made.
    await pause(Math.min(shutdownDelay, LONGEST_LINGER));
    await finish(server, sockets);
  };

  return {
    get port() {
      return (server?.address() as AddressInfo | null | undefined)?.port;
    },
    async open(handler) {
      const opening = createServer(LIMITS, handler);
      opening.maxConnections = MAX_CONNECTIONS;
      opening.on("clientError", options.refuseMalformed);
      // `100 Continue` is sent when the body is read; unknown expectations are ignored.
      opening.on("checkContinue", handler);
      opening.on("checkExpectation", handler);
      opening.on("connection", (socket) => {
        sockets.add(socket);
        socket.once("close", () => sockets.delete(socket));
      });
      await listen(opening, host, port);
      server = opening;
    },
    close: () => (closed ??= close()),
    isStopping: () => phase !== "serving",
    isClosing: () => phase === "closing",
  };
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(explain(error, host, port)));
    server.listen({ host, port, backlog: 1024 }, resolve);
  });
  server.removeAllListeners("error");
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const reasons: Record<string, string> = {
    EADDRINUSE: `PORT ${port} is in use by another process; stop that or choose another PORT`,
    EACCES: `PORT ${port} may not be opened by this user; choose one above 1023`,
    EADDRNOTAVAIL: `HOST ${host} is not an address of this machine`,
  };
  const reason = reasons[error.code ?? ""];
  return reason === undefined
    ? (hostProblem(error) ?? error)
    : Object.assign(new Error(reason), { code: error.code });
}

async function finish(server: Server, sockets: Set<Socket>): Promise<void> {
  const ended = new Promise<void>((resolve) => server.close(() => resolve()));
  // Node counts a connection that has not sent anything yet as busy.
  for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  const impatience = setTimeout(() => server.closeAllConnections(), LONGEST_FINISH);
  await ended;
  clearTimeout(impatience);
}
