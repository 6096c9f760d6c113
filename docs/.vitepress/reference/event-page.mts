import type { AsyncApi } from "./documents.mjs";
import { block, fieldTable, nameOf, type Schema } from "./schema.mjs";

const plain = (name: string): string => name;

/** The catalogue of events: what all have in common, and what each type says. */
export function eventPage({ info, channels, components }: AsyncApi): string {
  const dataOf = (ref: string): Schema => {
    const parts = components.messages[nameOf(ref)]?.payload.allOf ?? [];
    const data = parts.find(({ properties }) => properties?.data?.$ref)?.properties?.data?.$ref;
    const schema = data === undefined ? undefined : components.schemas[nameOf(data)];
    if (schema === undefined) throw new Error(`${ref} does not say what its data is`);
    return schema;
  };
  const types = Object.entries(channels).filter(isType);
  return [
    "# Event catalogue",
    "Made from what `jumar asyncapi` prints. [Events](/events) tells which way of hearing them to choose.",
    info.description,
    "## Types",
    [
      "| type | when |",
      "| --- | --- |",
      ...types.map(
        ([type, { description }]) => `| [\`${type}\`](#${anchorOf(type)}) | ${description} |`,
      ),
    ].join("\n"),
    "## The envelope",
    fieldTable(components.schemas.Envelope ?? {}, plain),
    ...types.flatMap(([type, { description, messages }]) => [
      `## \`${type}\` {#${anchorOf(type)}}`,
      description,
      ...Object.entries(messages).flatMap(([name, { $ref }]) => {
        const fields = fieldTable(dataOf($ref), plain);
        const version = `Version ${name.split(".v").at(-1) ?? ""}`;
        return fields === ""
          ? [`${version} says nothing besides the envelope.`]
          : [`${version} has in its \`data\`:`, fields];
      }),
    ]),
    "## As a document",
    "For generators of clients and for other tools:",
    block("sh", "npx jumar asyncapi > asyncapi.json"),
  ].join("\n\n");
}

/** Channels are the types of events, and the queues of our own services, which nobody else hears. */
const isType = ([, { bindings }]: [string, AsyncApi["channels"][string]]): boolean =>
  bindings.amqp.is === "routingKey";

/** The anchor of a type on the page. */
const anchorOf = (type: string): string => type.replaceAll(/[._]/g, "-");
