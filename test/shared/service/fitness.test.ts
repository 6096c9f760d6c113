import { EventEmitter } from "node:events";
import type { ServiceBroker } from "moleculer";
import { createFitness, type ServiceDefinition } from "../../../shared/service";

/** A gateway that needs accounts, in another process or none, among strangers or not. */
function gateway() {
  const state = { there: false, problems: [] as string[] };
  const registry = { hasService: (_: string, node?: string) => node === undefined && state.there };
  const transit = { connected: true, tx: { connected: true } };
  const localBus = new EventEmitter();
  const fitness = createFitness(
    { registry, transit, localBus, nodeID: "this" } as unknown as ServiceBroker,
    [{ definition: { parts: { needs: ["accounts"] } } as unknown as ServiceDefinition }],
    { strangers: () => 0, problems: () => state.problems },
  );
  const change = (there: boolean): void => {
    state.there = there;
    localBus.emit("$services.changed");
  };
  return { state, change, fitness };
}

it("a gateway is not fit before accounts could be called once, and stays so when accounts goes", () => {
  const { state, fitness } = gateway();
  expect(fitness.obstacles()).toEqual(["accounts: cannot be called"]);
  state.there = true;
  expect(fitness.obstacles()).toEqual([]);
  state.there = false;
  expect(fitness.obstacles()).toEqual([]);
  expect(fitness.missing()).toEqual(["accounts: cannot be called"]);
});

it("a gateway is fit also where accounts came and went while nobody asked", () => {
  const { change, fitness } = gateway();
  change(true);
  change(false);
  expect(fitness.obstacles()).toEqual([]);
});

it("a gateway that the others do not understand is not fit, whatever else is there", () => {
  const { state, fitness } = gateway();
  state.there = true;
  state.problems = ["secret: 2 of 3 other processes have another SECRET_KEY_BASE"];
  expect(fitness.obstacles()).toEqual(state.problems);
});
