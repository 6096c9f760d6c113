import type { EventEmitter } from "node:events";
import { Errors, type ServiceBroker } from "moleculer";

/** For this many ms a call that is on its way may wait for RabbitMQ to take messages again. */
const BLOCKED_PATIENCE = 1_000;

/** Those whose RabbitMQ takes nothing at the moment. */
const blocked = new WeakSet<ServiceBroker>();

/** The connection was lost, or RabbitMQ took nothing: nobody knows what became of a call. */
class CutOffError extends Errors.MoleculerError {
  override readonly name = "CutOffError";
}

/** What we need of Moleculer that its types leave out. */
interface Inside {
  transit?: {
    connected: boolean;
    tx: { connected: boolean; connection?: EventEmitter & { close(): Promise<void> } };
    pendingRequests: Map<string, Pending>;
  };
  registry: {
    getActionEndpoints(name: string): { hasLocal(): boolean } | undefined;
    hasService(name: string, nodeID?: string): boolean;
  };
}

interface Pending {
  action: { name: string };
  nodeID: string | undefined;
  reject(error: Error): void;
}

function insideOf(broker: ServiceBroker): Inside {
  return broker as unknown as Inside;
}

/** Moleculer goes deaf when the broker closes only its channel; closing the connection makes it start over. */
export function renewAfterChannelError(broker: ServiceBroker): void {
  broker.localBus.on("$transporter.error", ({ type }: { type: string }) => {
    if (type !== "failedChannel") return;
    const { connection } = insideOf(broker).transit?.tx ?? {};
    connection?.close().catch(() => undefined);
  });
}

/**
 * Moleculer lets a call wait for its whole time when the connection it went out on is lost, or when
 * RabbitMQ has set off an alarm and takes nothing. Nobody knows what became of it: it is given up.
 */
export function giveUpWhenCutOff(broker: ServiceBroker): void {
  broker.localBus.on("$transporter.connected", () => {
    const { transit } = insideOf(broker);
    if (!transit) return;
    let patience: NodeJS.Timeout | undefined;
    const unblock = (): void => {
      clearTimeout(patience);
      patience = undefined;
      blocked.delete(broker);
    };
    unblock();
    transit.tx.connection
      ?.on("blocked", () => {
        blocked.add(broker);
        patience ??= setTimeout(() => giveUp(transit.pendingRequests), BLOCKED_PATIENCE);
      })
      .on("unblocked", unblock)
      .on("close", () => {
        unblock();
        giveUp(transit.pendingRequests);
      });
  });
}

function giveUp(pending: Map<string, Pending>): void {
  for (const [id, { action, nodeID, reject }] of pending) {
    pending.delete(id);
    reject(new CutOffError(`cut off from ${nodeID ?? "every node"} while calling ${action.name}`));
  }
}

/** Whether RabbitMQ is short of disk or memory and takes no calls of this process. */
export function isBlocked(broker: ServiceBroker): boolean {
  return blocked.has(broker);
}

/** Whether this process is connected to the others; false of one that is alone. */
export function isConnected(broker: ServiceBroker): boolean {
  const { transit } = insideOf(broker);
  return transit !== undefined && transit.connected && transit.tx.connected;
}

/** Whether somebody is there to call: here, or elsewhere where a transporter takes messages. */
export function isCallable(broker: ServiceBroker, service: string): boolean {
  const { registry } = insideOf(broker);
  if (registry.hasService(service, broker.nodeID)) return true;
  return isConnected(broker) && !isBlocked(broker) && registry.hasService(service);
}

/** Whether an action can be tried at all: locally, or over a transporter that takes messages. */
export function isReachable(broker: ServiceBroker, action: string): boolean {
  const { transit, registry } = insideOf(broker);
  if (!transit || (transit.tx.connected && !isBlocked(broker))) return true;
  return registry.getActionEndpoints(action)?.hasLocal() ?? false;
}
