import { type AddressInfo, connect as connectTo, createServer, type Socket } from "node:net";
import type { ConnectionSettings } from "../../../shared/database";

/** A way to a database, or any other server, that can be cut and opened again. */
export interface TcpProxy {
  settings: ConnectionSettings;
  /** Takes new connections to another port of the same host. */
  lead(port: number): void;
  /** Resets every connection and takes no new one. */
  cut(): void;
  open(): void;
  /** How many pass through it at the moment. */
  connections(): number;
  /** How many were refused so far, because it was cut. */
  refused(): number;
  close(): Promise<void>;
}

export async function startTcpProxy(target: ConnectionSettings): Promise<TcpProxy> {
  const { host = "127.0.0.1" } = target;
  let { port = 5432 } = target;
  const sockets = new Set<Socket>();
  let isCut = false;
  let refused = 0;
  // Either side may have said all it has to say and still listen.
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (near) => {
    if (isCut) {
      refused += 1;
      near.destroy();
      return;
    }
    const far = host.startsWith("/")
      ? connectTo({ path: `${host}/.s.PGSQL.${port}`, allowHalfOpen: true })
      : connectTo({ host, port, noDelay: true, allowHalfOpen: true });
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.once("close", (broke) => {
        sockets.delete(socket);
        if (broke || isCut) other.destroy();
        else other.destroySoon();
      });
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    settings: { ...target, host: "127.0.0.1", port: (server.address() as AddressInfo).port },
    lead(next) {
      port = next;
    },
    cut,
    open() {
      isCut = false;
    },
    connections: () => sockets.size / 2,
    refused: () => refused,
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
