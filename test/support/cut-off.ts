import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

/** A way to a server of this machine that can be cut off, as if nothing listened there any more. */
export interface CutOffProxy {
  readonly port: number;
  /** Ends every connection and takes no new ones. */
  cut(): Promise<void>;
  mend(): Promise<void>;
}

/** Listens on a port of its own and passes everything on to `port`. */
export async function startCutOffProxy(port: number): Promise<CutOffProxy> {
  const sockets = new Set<Socket>();
  const pass = (from: Socket, to: Socket): void => {
    sockets.add(from);
    from.pipe(to);
    from.on("error", () => to.destroy());
    from.on("close", () => {
      sockets.delete(from);
      to.destroy();
    });
  };
  let server: Server;
  const listen = async (on: number): Promise<number> => {
    server = createServer({ noDelay: true }, (client) => {
      const upstream = connect({ port, host: "127.0.0.1", noDelay: true });
      pass(client, upstream);
      pass(upstream, client);
    });
    await new Promise<void>((resolve) => server.listen(on, "127.0.0.1", resolve));
    return (server.address() as AddressInfo).port;
  };
  const own = await listen(0);
  return {
    port: own,
    async cut() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async mend() {
      await listen(own);
    },
  };
}
