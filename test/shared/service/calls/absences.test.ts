import { EventEmitter } from "node:events";
import type { ServiceBroker } from "moleculer";
import { createCalls } from "../../../../shared/service";
import { createSigner } from "../../../../shared/signing";
import { eventually } from "../../../support/eventually";

afterEach(() => {
  jest.restoreAllMocks();
});

/** A process that calls search in another one, and the clock by which it waits. */
function caller() {
  const clock = performance.now.bind(performance);
  let ahead = 0;
  jest.spyOn(performance, "now").mockImplementation(() => clock() + ahead);
  const state = { there: false, looks: 0 };
  const registry = {
    hasService(_: string, node?: string) {
      state.looks += 1;
      return node === undefined && state.there;
    },
  };
  const localBus = new EventEmitter();
  const made: boolean[] = [];
  const call = createCalls(
    {
      registry,
      localBus,
      nodeID: "this",
      options: { requestTimeout: 10_000 },
      transit: { connected: true, tx: { connected: true } },
      call: () => Promise.resolve(made.push(state.there)),
    } as unknown as ServiceBroker,
    createSigner("a secret of these tests ".repeat(3)),
    "test",
  );
  return {
    state,
    /** Whether search was there, call by call, when the call was sent. */
    made,
    call: () => call.search.rebuild({ from: "users" }),
    change(there: boolean) {
      state.there = there;
      localBus.emit("$services.changed");
    },
    /** So much later whoever waits has looked again, and calls or goes on waiting. */
    async pass(ms: number) {
      ahead += ms;
      const [calls, looks] = [made.length, state.looks];
      await eventually(() => made.length > calls || state.looks > looks + 4);
    },
  };
}

it("a call waits for a service that is replaced, also when nobody called it after its last absence", async () => {
  const { made, call, change, pass } = caller();
  const first = call();
  await pass(20_000);
  await first;
  expect(made).toEqual([false]);
  change(true);
  change(false);
  const second = call();
  await pass(1_000);
  change(true);
  await second;
  expect(made).toEqual([false, true]);
});
