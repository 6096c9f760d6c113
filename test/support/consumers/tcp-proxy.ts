import { createServer, connect as connectTo, type AddressInfo, type Socket } from "node:net";
import type { ConnectionSettings } from "../../../shared/database";

/** A way to a database, or any other server, that can be cut and opened again. */
export interface TcpProxy {
  settings: ConnectionSettings;
  /** Resets every connection and takes no new one. */
  cut(): void;
  open(): void;
  /** How many pass through it at the moment. */
  connections(): number;
  close(): Promise<void>;
}

export async function startTcpProxy(target: ConnectionSettings): Promise<TcpProxy> {
  const { host = "127.0.0.1", port = 5432 } = target;
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = host.startsWith("/")
      ? connectTo(`${host}/.s.PGSQL.${port}`)
      : connectTo({ host, port, noDelay: true });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.once("close", () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
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
    cut,
    open() {
      isCut = false;
    },
    connections: () => sockets.size / 2,
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
