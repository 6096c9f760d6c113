import { text } from "node:stream/consumers";
import { startSmtpServer } from "./smtp-server";

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
  const server = await startSmtpServer({
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
  return {
    ...server,
    refuse: (address, code) => void refusals.set(address, code),
    shownTo: (address) => shown.filter(({ to }) => to === address).map(({ raw }) => raw),
  };
}
