import { type AddressInfo, connect as connectTo, createServer, type Socket } from "node:net";
import type { ConnectionSettings } from "../../../shared/database";

/** A way to a database on a port of its own. */
export interface Between {
  settings: ConnectionSettings;
  close(): Promise<void>;
}

/** Listens before a database; `join` passes on what each client and its connection to the database say. */
export async function standBetween(
  target: ConnectionSettings,
  join: (client: Socket, upstream: Socket) => void,
): Promise<Between> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connectUpstream(target);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.once("close", () => sockets.delete(socket));
    }
    join(client, upstream);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    settings: { ...target, host: "127.0.0.1", port: (server.address() as AddressInfo).port },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function connectUpstream({ host = "127.0.0.1", port = 5432 }: ConnectionSettings): Socket {
  return host.startsWith("/")
    ? connectTo(`${host}/.s.PGSQL.${port}`)
    : connectTo({ host, port, noDelay: true });
}
