export type JsonSchema = Record<string, unknown>;

export interface Reference {
  $ref: string;
}

export interface Message {
  name: string;
  title: string;
  summary: string;
  contentType: string;
  payload: JsonSchema;
  bindings: { amqp: object };
}

export interface Channel {
  address: string;
  description: string;
  messages: Record<string, Reference>;
  parameters?: Record<string, { description: string }>;
  bindings: { amqp: object };
}

export interface AsyncApiOperation {
  action: "send" | "receive";
  channel: Reference;
  summary: string;
  messages: Reference[];
  bindings: { amqp: object };
}

/** As much of AsyncAPI 3.0 as is used here. */
export interface AsyncApiDocument {
  asyncapi: "3.0.0";
  id: string;
  info: { title: string; version: string; description: string };
  defaultContentType: string;
  servers: Record<string, object>;
  channels: Record<string, Channel>;
  operations: Record<string, AsyncApiOperation>;
  components: { messages: Record<string, Message>; schemas: Record<string, JsonSchema> };
}
