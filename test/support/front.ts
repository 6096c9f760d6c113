import { startTcpProxy } from "./consumers/tcp-proxy";

/**
 * An address that is known before the process behind it listens, and stays while that is started again:
 * PUBLIC_URL has to be known beforehand, and a port that is picked beforehand may be taken meanwhile.
 */
export interface Front {
  url: string;
  /** Leads to the process that listens on a port of this machine. */
  lead(port: number): void;
  /** Breaks every connection and takes no new one, as a network does that is away. */
  cut(): void;
  open(): void;
  close(): Promise<void>;
}

/** Listens on a port of its own; until it is told where to lead, every connection is closed. */
export async function startFront(): Promise<Front> {
  const { settings, lead, cut, open, close } = await startTcpProxy({ host: "127.0.0.1", port: 0 });
  return { url: `http://localhost:${settings.port}`, lead, cut, open, close };
}
