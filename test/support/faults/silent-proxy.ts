import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Which bytes are swallowed: to the server, from it, or both. */
export type Silence = "to" | "from" | "both";

/** A way to a server that can fall silent without a word, as a broken network does. */
export interface SilentProxy {
  readonly port: number;
  /** From now on bytes of connections, also new ones, vanish; nothing is reset or closed. */
  silence(which: Silence): void;
  /** New connections work again; those whose bytes vanished stay dead, as they would. */
  mend(): void;
  close(): Promise<void>;
}

/** Listens on a port of its own and passes everything on to `port` of this machine. */
export async function startSilentProxy(port: number): Promise<SilentProxy> {
  const sockets = new Set<Socket>();
  const ways = new Set<{ silent: Silence | undefined }>();
  let silent: Silence | undefined;

  const pass = (from: Socket, to: Socket, isSilent: () => boolean): void => {
    from.on("data", (chunk) => {
      if (!isSilent()) to.write(chunk);
    });
    // The end of a connection is a packet too.
    from.on("end", () => isSilent() || to.end());
    from.on("error", () => isSilent() || to.destroy());
    from.on("close", () => {
      sockets.delete(from);
      if (!isSilent()) to.destroy();
    });
    sockets.add(from);
  };

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const way = { silent };
    ways.add(way);
    const upstream = connect({ port, host: "127.0.0.1", allowHalfOpen: true, noDelay: true });
    pass(client, upstream, () => way.silent === "to" || way.silent === "both");
    pass(upstream, client, () => way.silent === "from" || way.silent === "both");
    client.once("close", () => ways.delete(way));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    port: (server.address() as AddressInfo).port,
    silence(which) {
      silent = which;
      for (const way of ways) way.silent = which;
    },
    mend() {
      silent = undefined;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
