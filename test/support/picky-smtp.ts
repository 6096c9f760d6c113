import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";

/** A mail server that refuses mails of those whom it is told to refuse. */
export interface PickySmtp {
  url: string;
  /** With which code it refuses what is to an address: 4xx for now, 5xx for good. */
  refuse(address: string, code: number): void;
  /** What it was shown for an address, the newest first, whether it took it or not. */
  shownTo(address: string): string[];
  stop(): Promise<void>;
}

export async function startPickySmtp(): Promise<PickySmtp> {
  const refusals = new Map<string, number>();
  const shown: { to: string; raw: string }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, session, done) {
      const to = session.envelope.rcptTo[0]?.address ?? "";
      void text(stream).then((raw) => {
        shown.unshift({ to, raw });
        const responseCode = refusals.get(to);
        if (responseCode === undefined) done();
        else done(Object.assign(new Error("not this one"), { responseCode }));
      });
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    refuse: (address, code) => void refusals.set(address, code),
    shownTo: (address) => shown.filter(({ to }) => to === address).map(({ raw }) => raw),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
