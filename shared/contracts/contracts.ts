import { accounts } from "./accounts";
import { audit } from "./audit";
import { events } from "./events";
import { notifier } from "./notifier";
import { search } from "./search";
import { webGateway } from "./web-gateway";

/** Every contract, by the name of its service. Routes, callers, docs, subscribers' and publishers' names follow from this list. */
export const contracts = { accounts, notifier, search, audit, "web-gateway": webGateway };
export type Contracts = typeof contracts;

/** Everything that can be called: the services, and what is made of the answers of several. */
export const callable = { ...contracts, events };
export type Callable = typeof callable;
