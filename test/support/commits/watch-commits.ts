import { type Message, stringsOf, toMessage } from "./messages";

/** Tells the COMMITs among the messages of one client, of the simple and of the extended protocol. */
export function watchCommits() {
  const statements = new Map<string, string>();
  const portals = new Map<string, string>();
  let said: string[] = [];
  return {
    /** What was said since the last transaction ended. */
    said: (): readonly string[] => said,
    /** Notes that it ended. */
    ended(): void {
      said = [];
    },
    /** Whether the server commits by this message; undefined while it does not, or else by which protocol. */
    commitsBy(message: Message): "simple" | "extended" | undefined {
      const [first = "", second = ""] = /[QPBE]/.test(message.type) ? stringsOf(message, 2) : [];
      if (message.type === "Q") said.push(first);
      if (message.type === "Q") return isCommit(first) ? "simple" : undefined;
      if (message.type === "P") statements.set(first, second);
      if (message.type === "B") {
        const text = statements.get(second) ?? "";
        portals.set(first, text);
        said.push(text);
      }
      return message.type === "E" && isCommit(portals.get(first) ?? "") ? "extended" : undefined;
    },
  };
}

function isCommit(sql: string): boolean {
  return /^\s*(commit|end)(\s+(work|transaction))?\s*;?\s*$/i.test(sql);
}

const NAME = "rolled back instead\0";

/**
 * What rolls back where a client meant to commit, and the types of the answers to it that the client
 * must not see, because it did not ask for them.
 */
export function rollbackBy(protocol: "simple" | "extended"): { bytes: Buffer; unasked: string[] } {
  if (protocol === "simple") return { bytes: toMessage("Q", "ROLLBACK\0"), unasked: [] };
  const none = Buffer.alloc(2);
  return {
    bytes: Buffer.concat([
      toMessage("P", "\0", "ROLLBACK\0", none),
      toMessage("B", NAME, "\0", none, none, none),
      toMessage("E", NAME, Buffer.alloc(4)),
    ]),
    unasked: ["1", "2"],
  };
}
