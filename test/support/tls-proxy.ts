import { readFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import type { ConnectionSettings } from "../../shared/database";
import { type Authority, type Certified, readCertified } from "./certificates";

/** A way to a database for whoever has a certificate of an authority, and for nobody in plain words. */
export interface TlsProxy {
  port: number;
  /** The common name of whoever came last. */
  lastClient(): string | undefined;
  close(): Promise<void>;
}

/** PostgreSQL's request to go on with TLS: its length and a number that is no version. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

export async function startTlsProxy(
  target: ConnectionSettings,
  authority: Authority,
  certified: Certified,
): Promise<TlsProxy> {
  const { host = "127.0.0.1", port = 5432 } = target;
  const sockets = new Set<Socket>();
  let last: string | undefined;
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => sockets.delete(socket));
  };
  const secure = createTlsServer(
    {
      ca: readFileSync(authority.ca),
      ...readCertified(certified),
      requestCert: true,
      rejectUnauthorized: true,
    },
    (near) => {
      keep(near);
      last = near.getPeerCertificate().subject.CN;
      const far = connect(
        host.startsWith("/") ? { path: `${host}/.s.PGSQL.${port}` } : { host, port },
      );
      keep(far);
      near.pipe(far).pipe(near);
    },
  );
  const server = createServer((plain) => {
    keep(plain);
    plain.once("data", (first) => {
      if (!first.equals(SSL_REQUEST)) {
        plain.destroy();
        return;
      }
      plain.write("S");
      secure.emit("connection", plain);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    lastClient: () => last,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
