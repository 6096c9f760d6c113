import type { ServiceBroker } from "moleculer";

/** What we need of Moleculer that its types leave out. */
interface Inside {
  transit?: { connect(): Promise<void> };
  registry: { discoverer: { sendLocalNodeInfo(): Promise<void> } };
}

const joins = new WeakMap<ServiceBroker, Promise<void>>();

/** Resolves once this process is one of the fleet; at once where it is alone. */
export async function joined(broker: ServiceBroker): Promise<void> {
  await joins.get(broker);
}

/**
 * Moleculer starts no service before it is connected. Here its services start when the first attempt
 * has failed (`tried`) too: they work as far as they can, and the others hear of them when it joins.
 */
export function startBeforeJoining(broker: ServiceBroker, tried: Promise<unknown>): void {
  const { transit, registry } = broker as unknown as Inside;
  if (!transit) return;
  const connect = transit.connect.bind(transit);
  const join = new Promise<void>((resolve) => {
    transit.connect = async () => {
      const connecting = connect().then(async () => {
        try {
          await registry.discoverer.sendLocalNodeInfo();
        } catch {
          // The connection was lost again; Moleculer tells the others by itself once it is back.
        }
        resolve();
      });
      await Promise.race([connecting, tried]);
    };
  });
  joins.set(broker, join);
}
