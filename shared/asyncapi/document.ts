import { eventCatalogue, type EventDefinition, EXCHANGE, queueOf } from "../events";
import { dataSchema, envelopeSchema, payloadSchema } from "./schemas";
import type { AsyncApiDocument, AsyncApiOperation, Channel, Message, Reference } from "./types";

const CONTENT_TYPE = "application/cloudevents+json";
const AMQP_BINDING = "0.3.0";

const DESCRIPTION = `Every change of an account is an event on the topic exchange \`${EXCHANGE}\`; its routing \
key is its type. To hear events, bind a durable queue of your own to that exchange, \
acknowledge each message after its effect, and do nothing twice for an \`id\` that came before: delivery is \
at least once. Events about one \`subject\` are in the order of \`aggregateversion\`. Ignore types and \
fields you do not know.`;

/** The document of every event in the catalogue: one channel a type, one message a version. */
export function createAsyncApi({ version }: { version: string }): AsyncApiDocument {
  return {
    asyncapi: "3.0.0",
    id: "urn:jumar:events",
    info: { title: "Jumar events", version, description: DESCRIPTION },
    defaultContentType: CONTENT_TYPE,
    servers: {
      rabbitmq: {
        host: "{host}:{port}",
        protocol: "amqp",
        protocolVersion: "0.9.1",
        description: "The RabbitMQ of AMQP_URL. Without it events stay inside one process.",
        variables: { host: { default: "localhost" }, port: { default: "5672" } },
      },
    },
    channels: {
      ...Object.fromEntries(eventCatalogue.map((event) => [event.type, channelOf(event)])),
      [SUBSCRIBER]: subscriberChannel(),
    },
    operations: {
      ...Object.fromEntries(eventCatalogue.map((event) => [`send.${event.type}`, sending(event)])),
      receive: receiving(),
    },
    components: {
      messages: Object.fromEntries(
        eventCatalogue.map((event) => [nameOf(event), toMessage(event)]),
      ),
      schemas: {
        Envelope: envelopeSchema(),
        ...Object.fromEntries(eventCatalogue.map((event) => [dataName(event), dataSchema(event)])),
      },
    },
  };
}

const SUBSCRIBER = "subscriber";

function channelOf(event: EventDefinition): Channel {
  return {
    address: event.type,
    description: event.summary,
    messages: { [nameOf(event)]: { $ref: `#/components/messages/${nameOf(event)}` } },
    bindings: {
      amqp: {
        is: "routingKey",
        exchange: { name: EXCHANGE, type: "topic", durable: true, autoDelete: false, vhost: "/" },
        bindingVersion: AMQP_BINDING,
      },
    },
  };
}

/** How the platform's own subscribers hear: a quorum queue each, bound to the types they want. */
function subscriberChannel(): Channel {
  const name = queueOf("{subscriber}");
  return {
    address: name,
    description: `The queue of one of Jumar's own services, bound to ${EXCHANGE} by the types it hears.`,
    parameters: { subscriber: { description: "The name of the service, e.g. search." } },
    messages: Object.fromEntries(
      eventCatalogue.map((event) => [
        nameOf(event),
        { $ref: `#/components/messages/${nameOf(event)}` },
      ]),
    ),
    bindings: {
      amqp: {
        is: "queue",
        queue: { name, durable: true, exclusive: false, autoDelete: false, vhost: "/" },
        bindingVersion: AMQP_BINDING,
      },
    },
  };
}

function sending(event: EventDefinition): AsyncApiOperation {
  return {
    action: "send",
    channel: { $ref: `#/channels/${event.type}` },
    summary: event.summary,
    messages: [messageIn(event.type, event)],
    bindings: { amqp: { deliveryMode: 2, mandatory: true, bindingVersion: AMQP_BINDING } },
  };
}

function receiving(): AsyncApiOperation {
  return {
    action: "receive",
    channel: { $ref: `#/channels/${SUBSCRIBER}` },
    summary: "Jumar's own services hear events, each by its own queue.",
    messages: eventCatalogue.map((event) => messageIn(SUBSCRIBER, event)),
    bindings: { amqp: { ack: true, bindingVersion: AMQP_BINDING } },
  };
}

function toMessage(event: EventDefinition): Message {
  return {
    name: nameOf(event),
    title: event.type,
    summary: event.summary,
    contentType: CONTENT_TYPE,
    payload: payloadSchema(event, `#/components/schemas/${dataName(event)}`),
    bindings: { amqp: { messageType: event.type, bindingVersion: AMQP_BINDING } },
  };
}

function messageIn(channel: string, event: EventDefinition): Reference {
  return { $ref: `#/channels/${channel}/messages/${nameOf(event)}` };
}

function nameOf({ type, version }: EventDefinition): string {
  return `${type}.v${version}`;
}

function dataName(event: EventDefinition): string {
  return `${nameOf(event)}.data`;
}
