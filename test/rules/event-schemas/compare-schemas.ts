import type { Published, Schema } from "./catalogue-schemas";

/** What a catalogue breaks of what a released version published, a sentence each that says what to do. */
export function breaksOf(release: string, before: Published, now: Published): string[] {
  const ofEnvelope = changes(before.envelope, now.envelope).map(
    (change) =>
      `the envelope: ${change} since ${release}. Every subscriber reads the envelope, and it has no versions: keep it as it was.`,
  );
  const ofEvents = Object.entries(before.events).flatMap(([type, { version, data }]) => {
    const current = now.events[type];
    const next = `Give the event version ${version + 1} in shared/events/catalogue.ts, or keep it as it was.`;
    if (!current)
      return [
        `${type}: it is no longer there, but was in ${release}. Put it back: the log and subscribers have it.`,
      ];
    if (current.version < version)
      return [
        `${type}: version ${version} was released with ${release}, and ${current.version} is older. ${next}`,
      ];
    if (current.version > version) return [];
    return changes(data, current.data).map(
      (change) => `${type} version ${version}: ${change} since ${release}. ${next}`,
    );
  });
  return [...ofEnvelope, ...ofEvents];
}

/** What of a schema changed for whoever reads by the old one, or has to read what was written by it. */
function changes(before: Schema, now: Schema, path = ""): string[] {
  if (before.type !== "object" || now.type !== "object" || !before.properties) {
    const same = textOf(before) === textOf(now);
    return same ? [] : [`${path === "" ? "its data" : path} has another type`];
  }
  const fields = now.properties ?? {};
  const wasRequired = new Set(before.required);
  const isRequired = new Set(now.required);
  const named = (field: string): string => (path === "" ? field : `${path}.${field}`);
  const kept = Object.entries(before.properties).flatMap(([field, schema]) => {
    const current = fields[field];
    if (!current) return [`the field ${named(field)} was removed`];
    const need =
      isRequired.has(field) === wasRequired.has(field)
        ? []
        : [
            `the field ${named(field)} was made ${isRequired.has(field) ? "required, which older events lack" : "optional, which readers rely on"}`,
          ];
    return [...need, ...changes(schema, current, named(field))];
  });
  const added = [...isRequired].filter((field) => !(field in (before.properties ?? {})));
  return [
    ...kept,
    ...added.map(
      (field) => `the field ${named(field)} was added as required, which older events lack`,
    ),
  ];
}

/** The same for schemas that say the same, in whatever order. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, one]) => `${name}:${textOf(one)}`).join(",")}}`;
}
