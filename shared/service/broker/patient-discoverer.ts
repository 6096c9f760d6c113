import { Discoverers } from "moleculer";

/** How often in s a node of ours says that it lives, and after how many without a word it is given up. */
export const HEARTBEAT = { interval: 2, timeout: 8 };

/** What Moleculer gives a node by default, in s: it says that it lives every 10. */
const DEFAULT_TIMEOUT = 30;
/** In s. No node may ask to be kept for longer. */
const LONGEST_TIMEOUT = 600;

/** What a node tells of itself, so that others know how soon its silence means something. */
export const ANNOUNCEMENT = { heartbeatTimeout: HEARTBEAT.timeout };

interface RemoteNode {
  id: string;
  local: boolean;
  available: boolean;
  lastHeartbeatTime: number | null;
  metadata: Record<string, unknown> | null;
}

/**
 * Gives each node as long as it announces (`heartbeatTimeout` in its metadata) and Moleculer's default
 * to one that announces nothing, which may be anybody's. Ours announce a short time, so that one that died
 * is noticed soon.
 */
export class PatientDiscoverer extends Discoverers.Local {
  override checkRemoteNodes(): void {
    const { nodes } = this.registry as unknown as {
      nodes: { toArray(): RemoteNode[]; disconnected(id: string, unexpected: boolean): void };
    };
    const now = Math.round(process.uptime());
    for (const node of nodes.toArray()) {
      if (node.local || !node.available) continue;
      node.lastHeartbeatTime ??= now;
      const silence = now - node.lastHeartbeatTime;
      if (silence <= timeoutOf(node)) continue;
      this.logger.warn(`The node '${node.id}' has not been heard of for ${silence} s.`);
      nodes.disconnected(node.id, true);
    }
  }
}

function timeoutOf({ metadata }: RemoteNode): number {
  const announced = metadata?.heartbeatTimeout;
  if (typeof announced !== "number" || !(announced > 0)) return DEFAULT_TIMEOUT;
  return Math.min(announced, LONGEST_TIMEOUT);
}
