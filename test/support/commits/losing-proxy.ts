import type { Socket } from "node:net";
import type { ConnectionSettings } from "../../../shared/database";
import {
  createReader,
  isSslRequest,
  type Message,
  stringsOf,
  toError,
  toMessage,
} from "./messages";
import { type Between, standBetween } from "./stand-between";

/** A way to a database on which statements lose against others that are not there. */
export interface LosingProxy extends Between {
  /** What has lost, each as often as it did. */
  lost(): readonly string[];
}

/** Answers each different statement with 40001 its first `times`, and passes it on from then on. */
export async function startLosingProxy(
  target: ConnectionSettings,
  times: number,
): Promise<LosingProxy> {
  const lost: string[] = [];
  const loses = (sql: string): boolean => {
    // These are of connections, and no work of anybody's.
    if (/^(set |select (set_config|current_database|version)\(|$)/i.test(sql)) return false;
    if (lost.filter((each) => each === sql).length === times) return false;
    lost.push(sql);
    return true;
  };
  const between = await standBetween(target, (client, upstream) => {
    join(client, upstream, loses);
  });
  return { ...between, lost: () => lost };
}

function join(client: Socket, upstream: Socket, loses: (sql: string) => boolean): void {
  const read = createReader("client");
  // What belongs to a statement that has lost, until its Sync, is not for the server.
  let isSkipping = false;
  const fail = (): void => {
    const error = toError("40001", "restart transaction: lost on the way");
    client.write(Buffer.concat([error, toMessage("Z", "I")]));
  };
  client.on("data", (chunk) => {
    for (const message of read(chunk)) {
      if (isSslRequest(message)) client.write("N");
      else if (isSkipping) {
        if (message.type !== "S") continue;
        isSkipping = false;
        fail();
      } else if (message.type === "P" && loses(stringsOf(message, 2)[1] ?? "")) isSkipping = true;
      else if (message.type === "Q" && loses(simple(message))) fail();
      else upstream.write(message.bytes);
    }
  });
  upstream.on("data", (chunk) => client.write(chunk));
  client.once("close", () => upstream.end());
  upstream.once("close", () => client.end());
}

function simple(message: Message): string {
  return stringsOf(message, 1)[0] ?? "";
}
