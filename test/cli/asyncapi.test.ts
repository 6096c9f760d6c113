import { dataSchemaOf, eventCatalogue, EXCHANGE } from "../../shared/events";
import { jumar } from "./support";

interface Document {
  asyncapi: string;
  info: { title: string; version: string };
  servers: Record<string, { host: string; protocol: string }>;
  channels: Record<string, { address: string; messages: Record<string, Ref>; bindings: Json }>;
  operations: Record<string, { action: string; channel: Ref; messages: Ref[] }>;
  components: { messages: Record<string, Json>; schemas: Record<string, Json> };
}
type Ref = { $ref: string };
// oxlint-disable-next-line typescript/no-explicit-any -- looked into as a reader would: by name
type Json = any;

let document: Document;

beforeAll(async () => {
  const { code, stdout, stderr } = await jumar(["asyncapi"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  document = JSON.parse(stdout) as Document;
});

/** What a reference inside the document points to; throws when that is nothing. */
function resolve({ $ref }: Ref): Json {
  const parts = $ref.split("/").map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  expect(parts[0]).toBe("#");
  let value: Json = document;
  for (const part of parts.slice(1)) {
    value = value[part];
    if (value === undefined) throw new Error(`${$ref} leads nowhere`);
  }
  return value;
}

function referencesIn(value: unknown): Ref[] {
  if (typeof value !== "object" || value === null) return [];
  if ("$ref" in value) return [value as Ref];
  return Object.values(value).flatMap(referencesIn);
}

test("has what AsyncAPI 3 asks of every document", () => {
  expect(document.asyncapi).toBe("3.0.0");
  expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
  for (const server of Object.values(document.servers)) {
    expect(server).toMatchObject({ host: expect.any(String), protocol: "amqp" });
  }
  for (const { action, channel, messages } of Object.values(document.operations)) {
    expect(["send", "receive"]).toContain(action);
    expect(channel.$ref).toMatch(/^#\/channels\/[^/]+$/);
    // The messages of an operation have to be messages of its channel.
    for (const { $ref } of messages)
      expect($ref.startsWith(`${channel.$ref}/messages/`)).toBe(true);
  }
  for (const name of [
    ...Object.keys(document.components.messages),
    ...Object.keys(document.components.schemas),
  ]) {
    expect(name).toMatch(/^[a-zA-Z0-9._-]+$/);
  }
});

test("has no reference that leads nowhere", () => {
  const references = referencesIn(document);
  expect(references.length).toBeGreaterThan(3 * eventCatalogue.length);
  for (const reference of references) expect(resolve(reference)).toBeDefined();
});

test.each(eventCatalogue.map((event) => [event.type, event] as const))(
  "describes %s: its channel, its message and its data",
  (type, { version }) => {
    const channel = document.channels[type]!;
    expect(channel.address).toBe(type);
    expect(channel.bindings.amqp).toMatchObject({
      is: "routingKey",
      exchange: { name: EXCHANGE, type: "topic", durable: true },
    });
    const message = resolve(channel.messages[`${type}.v${version}`]!);
    expect(message.contentType).toBe("application/cloudevents+json");
    const [envelope, own] = message.payload.allOf;
    expect(Object.keys(resolve(envelope).properties)).toEqual(
      expect.arrayContaining(["specversion", "id", "source", "type", "data", "aggregateversion"]),
    );
    expect(own.properties.type.const).toBe(type);
    expect(own.properties.dataschema.const).toBe(dataSchemaOf(type, version));
    expect(resolve(own.properties.data).type).toBe("object");
    expect(document.operations[`send.${type}`]).toMatchObject({ action: "send" });
  },
);

test("says which fields an event's data has, and which may be absent", () => {
  const { properties, required } = document.components.schemas["session.rejected.v1.data"];
  expect(Object.keys(properties)).toEqual(["reason", "ip", "user_agent", "email"]);
  expect(required).toEqual(["reason", "ip", "user_agent"]);
});

test("shows subscribers a durable queue that takes every event", () => {
  const { messages, bindings } = document.channels.subscriber!;
  expect(bindings.amqp).toMatchObject({ is: "queue", queue: { durable: true, exclusive: false } });
  expect(Object.keys(messages)).toHaveLength(eventCatalogue.length);
});
