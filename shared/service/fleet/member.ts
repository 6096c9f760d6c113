import type { Middleware } from "moleculer";
import type { Signer } from "../../signing";
import { createDifferences } from "./differences";

/** What a process tells the others of its secrets: fingerprints of a fixed text, from which none can be guessed. */
export interface Keys {
  /** Of the secret that it signs with. */
  signs: string;
  /** Of those that it accepts. */
  accepts: string[];
  /** When it started, by its own clock (ms). */
  since: number;
}

/** A process as one of a fleet: what it says of itself, and how far its clock is from the others'. */
export interface Member {
  keys: Keys;
  /** Of Moleculer's node, which all nodes are told. Operators' commands, which come and go, say nothing. */
  metadata: { jumar?: Keys };
  middleware: Middleware;
  /** How far this process's clock is ahead of a node's, in ms; undefined until it was heard. */
  aheadOf(nodeId: string): number | undefined;
}

const PURPOSE = "fleet";
const TEXT = "which secret is this";

/** This process as a member of the fleet; `silent` when it only looks. */
export function createMember(signer: Signer, { silent = false } = {}): Member {
  const signers = [signer, ...(signer.previous ? [signer.previous] : [])];
  const accepts = signers.map((one) => one.fingerprint(PURPOSE, TEXT));
  const keys = { signs: accepts[0] ?? "", accepts, since: Date.now() };
  const differences = createDifferences();
  return {
    keys,
    metadata: silent ? {} : { jumar: keys },
    middleware: tellTime(differences),
    aheadOf: (nodeId) => differences.of(nodeId),
  };
}

interface TimedPacket {
  payload: { sender?: string; wall?: number };
}

/** Every packet says what time it is where it comes from; heartbeats come each few seconds. */
function tellTime(differences: ReturnType<typeof createDifferences>): Middleware {
  return {
    name: "TellTime",
    transitPublish: (next: (packet: TimedPacket) => unknown) => (packet: TimedPacket) => {
      packet.payload.wall = Date.now();
      return next(packet);
    },
    transitMessageHandler:
      (next: (cmd: string, packet: TimedPacket) => unknown) =>
      (cmd: string, packet: TimedPacket) => {
        const { sender, wall } = packet.payload;
        if (sender !== undefined && typeof wall === "number") {
          differences.learn(sender, Date.now() - wall);
        }
        return next(cmd, packet);
      },
  } as unknown as Middleware;
}
