import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DISRUPTIONS_LEAST, faultsOf, type Manifest } from "../support/deploy/manifests";
import { parseAllDocuments } from "yaml";
import { variables } from "../../shared/config/variables";

const folder = join(__dirname, "../../deploy/kubernetes");
const manifests = readdirSync(folder)
  .filter((file) => file.endsWith(".yaml"))
  .flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), "utf8")))
  .map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS() as Manifest;
  });
const named = manifests.map(
  (manifest) => [`${manifest.kind} ${manifest.metadata.name}`, manifest] as const,
);
const pods = manifests.filter(({ spec }) => spec?.template !== undefined);
const deployments = manifests.filter(({ kind }) => kind === "Deployment");

/** A copy with something else in one place. */
function changed(manifest: Manifest, change: (copy: Manifest) => void): Manifest {
  const copy = structuredClone(manifest);
  change(copy);
  return copy;
}

describe("the Kubernetes manifests", () => {
  it.each(named)("%s is what Kubernetes takes", (_, manifest) => {
    expect(faultsOf(manifest)).toEqual([]);
  });

  it("are looked at closely: a wrong type and a misspelt field are found", () => {
    const [deployment] = deployments;
    const wrong = changed(deployment!, (copy) => (copy.spec.replicas = "two"));
    expect(faultsOf(wrong)).toEqual([expect.stringContaining("replicas")]);
    const misspelt = changed(deployment!, (copy) => {
      copy.spec.template.spec.containers[0].readynessProbe = {};
    });
    expect(faultsOf(misspelt)).toEqual([expect.stringContaining("readynessProbe")]);
  });

  it("run without privileges, with nowhere to write and nothing that counts as a setting of ours", () => {
    expect(pods.length).toBeGreaterThanOrEqual(3);
    for (const { spec } of pods) {
      const pod = spec!.template!.spec;
      expect(pod).toMatchObject({
        enableServiceLinks: false,
        automountServiceAccountToken: false,
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 1000,
          seccompProfile: { type: "RuntimeDefault" },
        },
      });
      for (const container of pod.containers) {
        expect(container.securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        });
        expect(container.resources).toMatchObject({
          requests: { cpu: expect.anything() },
          limits: { memory: expect.anything() },
        });
        expect(container.image).toMatch(/:\d+\.\d+\.\d+$/);
      }
    }
  });

  it("are ended with the time that stopping may take", () => {
    const config = manifests.find(({ kind }) => kind === "ConfigMap")!.data!;
    for (const { spec } of deployments) {
      const { containers, terminationGracePeriodSeconds } = spec!.template!.spec;
      const [container] = containers;
      // 24 s is the longest that the work in flight may take.
      expect(terminationGracePeriodSeconds).toBeGreaterThan(
        24 + Number(config.SHUTDOWN_DELAY) / 1000,
      );
      const { periodSeconds, failureThreshold } = container!.readinessProbe;
      // One slow answer takes nobody out.
      expect(failureThreshold).toBeGreaterThanOrEqual(2);
      expect(periodSeconds * failureThreshold).toBeLessThan(Number(config.SHUTDOWN_DELAY) / 1000);
    }
  });

  it("keep one of each through updates and drained nodes", () => {
    for (const { metadata, spec } of deployments) {
      expect(spec!.replicas).toBeGreaterThan(DISRUPTIONS_LEAST);
      expect(spec!.strategy).toMatchObject({ rollingUpdate: { maxUnavailable: 0 } });
      const budget = manifests.find(
        (other) => other.kind === "PodDisruptionBudget" && other.metadata.name === metadata.name,
      );
      expect(budget?.spec).toEqual({ minAvailable: DISRUPTIONS_LEAST, selector: spec!.selector });
    }
  });

  it("set nothing that is no setting, and no secret", () => {
    const config = manifests.find(({ kind }) => kind === "ConfigMap")!.data!;
    expect(Object.keys(config).filter((name) => !(name in variables.shape))).toEqual([]);
    expect(manifests.filter(({ kind }) => kind === "Secret")).toEqual([]);
  });

  it("offer the world the gateway and nothing else", () => {
    const services = manifests.filter(({ kind }) => kind === "Service");
    expect(services.map(({ spec }) => spec!.ports as unknown)).toEqual([
      [{ name: "http", port: 80, targetPort: "http" }],
    ]);
    const selector = services[0]!.spec!.selector;
    expect(
      deployments.filter(
        ({ spec }) => JSON.stringify(spec!.selector.matchLabels) === JSON.stringify(selector),
      ),
    ).toHaveLength(1);
  });
});
