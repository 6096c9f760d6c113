import { startSmtpServer } from "./smtp-server";

/** A mail server that takes everything and keeps nothing but a count. */
export async function startSmtpSink(): Promise<{
  url: string;
  taken(): number;
  stop(): Promise<void>;
}> {
  let taken = 0;
  const server = await startSmtpServer({
    onData(stream, _session, done) {
      stream.resume().once("end", () => {
        taken += 1;
        done();
      });
    },
  });
  return { ...server, taken: () => taken };
}
