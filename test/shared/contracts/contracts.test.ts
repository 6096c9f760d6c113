import { loadService, serviceNames } from "../../../services/load";
import {
  type Contract,
  contracts,
  publisherNames,
  subscriberNames,
} from "../../../shared/contracts";

describe("the list of contracts", () => {
  it("has the contract of every service, under its name", () => {
    expect(Object.keys(contracts).sort()).toEqual(serviceNames);
    for (const [name, contract] of Object.entries<Contract>(contracts)) {
      expect(contract.name).toBe(name);
      expect(loadService(name).contract.name).toBe(name);
    }
  });

  it("tells which services subscribe to events, as they do", () => {
    const subscribing = serviceNames.filter(
      (name) => (loadService(name).parts.subscribe ?? []).length > 0,
    );
    expect(subscriberNames).toEqual(subscribing);
    expect(subscriberNames).not.toHaveLength(0);
  });

  it("tells which services publish events, as they do", () => {
    const publishing = serviceNames.filter((name) => loadService(name).parts.publishes);
    expect(publisherNames).toEqual(publishing);
    expect(publisherNames).not.toHaveLength(0);
  });
});
