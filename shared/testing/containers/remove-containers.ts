import { setTimeout as sleep } from "node:timers/promises";
import { loadTestcontainers } from "./load-testcontainers";

/** The label that containers of a kit carry; its value tells whose they are. */
export const LABEL = "jumar.testing";

/** A container may just be in the making, so it looks again after this, in ms. */
const AGAIN_AFTER = 1_000;

/** Removes the containers of one kit with their volumes, also those that are just being made. */
export async function removeContainers(label: string): Promise<void> {
  const { getContainerRuntimeClient } = loadTestcontainers();
  const { dockerode } = (await getContainerRuntimeClient()).container;
  const filters = { label: [`${LABEL}=${label}`] };
  for (let looked = 0; looked < 2; looked += 1) {
    const found = await dockerode.listContainers({ all: true, filters });
    await Promise.all(
      found.map(async ({ Id }) => {
        const container = dockerode.getContainer(Id);
        // Podman asks politely first, also when it is told to force, and waits.
        await container.kill().catch(() => undefined);
        await container.remove({ force: true, v: true });
      }),
    );
    if (looked === 0) await sleep(AGAIN_AFTER);
  }
}
