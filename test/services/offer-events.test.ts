import type { ServiceBroker } from "moleculer";
import { offerEvents } from "../../services/offer-events";
import type { Envelope } from "../../shared/events";
import { generateTypeId } from "../../shared/ids";

/** Nodes by the names of what they listen to. */
function brokerWith(listeners: Record<string, string[]>) {
  const told: [way: string, name: string, payload: unknown][] = [];
  const note = (way: string) => (name: string, payload: unknown) => {
    told.push([way, name, payload]);
    return Promise.resolve();
  };
  const getAllEndpoints = (name: string) => (listeners[name] ?? []).map((id) => ({ id }));
  const broker = {
    emit: note("emit"),
    broadcast: note("broadcast"),
    registry: { events: { getAllEndpoints } },
  } as unknown as ServiceBroker;
  return { broker, told };
}

const anEvent = (type = "user.confirmed"): Envelope => ({
  specversion: "1.0",
  id: generateTypeId("event"),
  source: "/jumar/accounts",
  type,
  subject: generateTypeId("user"),
  time: "2026-01-31T12:00:00.000Z",
  datacontenttype: "application/json",
  dataschema: `urn:jumar:event:${type}:1`,
  data: { a: 1 },
  aggregateversion: 2,
  actor: "system",
  clientip: "192.0.2.1",
});
const toldOf = ({ id, type, time, data, subject }: Envelope) => ({
  user_id: subject,
  event: { id, type, time, data },
});

it("tells gateways of many events in few messages, and without their actors and origins", () => {
  const { broker, told } = brokerWith({ "pubsub.user": ["new"], "pubsub.users": ["new"] });
  const events = Array.from({ length: 150 }, () => anEvent());
  offerEvents(broker, events);
  expect(told.map(([way, name]) => [way, name])).toEqual([
    ["broadcast", "pubsub.users"],
    ["broadcast", "pubsub.users"],
  ]);
  expect(told.flatMap(([, , payload]) => payload)).toEqual(events.map(toldOf));
});

it("tells of each event singly as long as a gateway of the version before runs", () => {
  const listeners = { "pubsub.user": ["old", "new"], "pubsub.users": ["new"] };
  const { broker, told } = brokerWith(listeners);
  const events = [anEvent(), anEvent()];
  offerEvents(broker, events);
  expect(told).toEqual(events.map((event) => ["broadcast", "pubsub.user", toldOf(event)]));
});

it("emits to whoever listens to a type, and puts nothing together for nobody", () => {
  const { broker, told } = brokerWith({ "user.confirmed": ["gifts"] });
  const [heard, unheard] = [anEvent(), anEvent("user.enabled")];
  offerEvents(broker, [unheard, heard]);
  expect(told).toEqual([["emit", "user.confirmed", heard]]);
});
