import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { ConnectionSettings } from "../../../shared/database";
import { createReader, isSslRequest, toError, toMessage } from "./messages";
import { type Between, standBetween } from "./stand-between";
import { rollbackBy, watchCommits } from "./watch-commits";

/**
 * What becomes of a COMMIT: it is rolled back and answered with 40001, or its connection is cut: before
 * the server hears of it, after the server did it and before the client hears of that, or in between,
 * so that the server hears of it only a moment after the client was cut off.
 */
export type CommitFault = "40001" | "cut before" | "cut after" | "cut between";

/** A way to a database on which COMMITs go wrong. */
export interface CommitProxy extends Between {
  url: string;
  /**
   * From now on a share of the COMMITs goes wrong, at most so many, and only of transactions in which a
   * statement is like `of`; all of them unless said.
   */
  spoil(fault: CommitFault, which?: { share?: number; most?: number; of?: RegExp }): void;
  /** From now on all is well. */
  stopSpoiling(): void;
  /** How many more will go wrong. */
  left(): number;
  /** How many COMMITs came, and how many of them went wrong. */
  counts(): { commits: number; spoiled: number };
}

/** What becomes of the COMMIT of a transaction in which this was said. */
type Choose = (said: readonly string[]) => CommitFault | undefined;

/** In ms. How long a COMMIT is on its way that nobody waits for any more. */
const ON_ITS_WAY = 300;

/** Listens on a port of its own and passes all but spoiled COMMITs on to a database. */
export async function startCommitProxy(target: ConnectionSettings): Promise<CommitProxy> {
  let fault: CommitFault | undefined;
  let share = 1;
  let left = 0;
  let like = /(?:)/;
  const counts = { commits: 0, spoiled: 0 };

  const choose: Choose = (said) => {
    counts.commits += 1;
    if (!said.some((sql) => like.test(sql))) return undefined;
    if (fault === undefined || left === 0 || Math.random() >= share) return undefined;
    left -= 1;
    counts.spoiled += 1;
    return fault;
  };

  const between = await standBetween(target, (client, upstream) => {
    join(client, upstream, choose);
  });
  const { user = "postgres", database = "postgres" } = target;

  return {
    ...between,
    url: `postgresql://${user}@127.0.0.1:${between.settings.port}/${database}`,
    spoil(which, { share: part = 1, most = Infinity, of = /^/ } = {}) {
      fault = which;
      share = part;
      left = most;
      like = of;
    },
    stopSpoiling() {
      fault = undefined;
    },
    left: () => left,
    counts: () => ({ ...counts }),
  };
}

/** Passes messages both ways; clients send nothing after a COMMIT before it is answered. */
function join(client: Socket, upstream: Socket, choose: Choose): void {
  const { commitsBy, said, ended } = watchCommits();
  const fromClient = createReader("client");
  const fromServer = createReader("server");
  let isInTransaction = false;
  let spoiling: { fault: CommitFault; unasked: string[] } | undefined;
  const cut = (): void => {
    client.destroy();
    upstream.destroy();
  };

  const spoil = (fault: CommitFault, bytes: Buffer, by: "simple" | "extended"): void => {
    const rollback = rollbackBy(by);
    spoiling = { fault, unasked: rollback.unasked };
    if (fault === "40001") upstream.write(rollback.bytes);
    else if (fault === "cut after") upstream.write(bytes);
    else if (fault === "cut before") cut();
    else {
      client.destroy();
      const sync = by === "extended" ? toMessage("S") : Buffer.alloc(0);
      void sleep(ON_ITS_WAY).then(() => upstream.end(Buffer.concat([bytes, sync])));
    }
  };

  client.on("data", (chunk) => {
    for (const message of fromClient(chunk)) {
      if (isSslRequest(message)) {
        client.write("N");
        continue;
      }
      const by = commitsBy(message);
      const fault = by && isInTransaction ? choose(said()) : undefined;
      if (by && fault) spoil(fault, message.bytes, by);
      else upstream.write(message.bytes);
    }
  });
  upstream.on("data", (chunk) => {
    for (const message of fromServer(chunk)) {
      if (message.type === "Z") {
        isInTransaction = message.bytes[5] === "T".charCodeAt(0);
        if (!isInTransaction) ended();
      }
      if (spoiling?.unasked[0] === message.type) {
        spoiling.unasked.shift();
      } else if (spoiling && message.type === "C") {
        if (spoiling.fault !== "40001") return cut();
        client.write(toError("40001", "restart transaction: spoiled on the way"));
        spoiling = undefined;
      } else {
        client.write(message.bytes);
      }
    }
  });
  client.once("close", () => {
    if (spoiling?.fault !== "cut between") upstream.end();
  });
  upstream.once("close", () => client.end());
}
