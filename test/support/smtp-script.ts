import { type AddressInfo, createServer, type Socket } from "node:net";

/** A step of an SMTP session that a server answers; `.` is the end of a message. */
export type SmtpStep =
  | "greeting"
  | "EHLO"
  | "HELO"
  | "STARTTLS"
  | "AUTH"
  | "MAIL FROM"
  | "RCPT TO"
  | "DATA"
  | "."
  | "QUIT";

const USUAL: Record<SmtpStep, string> = {
  greeting: "220 mail.example.com ESMTP",
  EHLO: "250 mail.example.com",
  HELO: "250 mail.example.com",
  STARTTLS: "454 4.7.0 TLS is not available",
  AUTH: "235 2.7.0 accepted",
  "MAIL FROM": "250 2.1.0 ok",
  "RCPT TO": "250 2.1.5 ok",
  DATA: "354 go on",
  ".": "250 2.6.0 taken",
  QUIT: "221 2.0.0 bye",
};

/** A mail server that answers each step word by word as it is told, and takes a mail otherwise. */
export interface SmtpScript {
  url: string;
  /**
   * What it answers to a step from now on; undefined: as usual, empty: nothing. An answer of 421 or 221
   * closes the connection.
   */
  answer(step: SmtpStep, line: string | undefined): void;
  /** How many connections it had. */
  connections(): number;
  /** How many of them are open, and were at once at most. */
  open(): { now: number; most: number };
  /** How many messages it took. */
  taken(): number;
  /** Every command that it was given. */
  heard(): readonly string[];
  stop(): Promise<void>;
}

export async function startSmtpScript(): Promise<SmtpScript> {
  const answers = new Map<SmtpStep, string>();
  const open = new Set<Socket>();
  const seen = { connections: 0, most: 0, taken: 0, heard: [] as string[] };
  const answerTo = (step: SmtpStep): string => answers.get(step) ?? USUAL[step];

  const server = createServer((socket) => {
    seen.connections += 1;
    open.add(socket);
    seen.most = Math.max(seen.most, open.size);
    socket.on("close", () => open.delete(socket)).on("error", () => undefined);
    let rest = "";
    let isMessage = false;
    const say = (step: SmtpStep): void => {
      const line = answerTo(step);
      if (line !== "") socket.write(`${line}\r\n`);
      if (/^[42]21/.test(line)) socket.end();
      isMessage = step === "DATA" && line.startsWith("3");
      if (step === "." && line.startsWith("2")) seen.taken += 1;
    };
    say("greeting");
    socket.on("data", (data) => {
      rest += data.toString("latin1");
      for (let end = rest.indexOf("\r\n"); end >= 0; end = rest.indexOf("\r\n")) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (isMessage && line !== ".") continue;
        if (!isMessage) seen.heard.push(Buffer.from(line, "latin1").toString());
        const step = isMessage ? "." : stepOf(line);
        if (step) say(step);
        else socket.write("250 2.0.0 ok\r\n");
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    answer(step, line) {
      if (line === undefined) answers.delete(step);
      else answers.set(step, line);
    },
    connections: () => seen.connections,
    open: () => ({ now: open.size, most: seen.most }),
    taken: () => seen.taken,
    heard: () => seen.heard,
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const COMMANDS = [
  ...(["EHLO", "HELO", "STARTTLS", "AUTH"] as const),
  ...(["MAIL FROM", "RCPT TO", "DATA", "QUIT"] as const),
];

function stepOf(line: string): SmtpStep | undefined {
  return COMMANDS.find((command) => line.toUpperCase().startsWith(command));
}
