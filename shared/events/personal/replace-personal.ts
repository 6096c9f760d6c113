import { findEvent } from "../catalogue";
import type { EventDefinition } from "../define-event";
import type { Envelope } from "../envelope";
import type { PersonalKind } from "./personal";
import { type PersonalShape, personalShapeOf } from "./personal-shape";

/** What says who somebody is; `undeclared` where this version does not know the field. */
export interface PersonalText {
  /** Null only in a field that was declared and may be empty. */
  text: string | null;
  kind: PersonalKind | "undeclared";
  /** The name of its field; absent in a list. */
  name?: string;
}

/** What stands in the place of a personal text: another, under the same name or another; undefined for nothing. */
export type Replacement = { text: string | null; name?: string } | undefined;

type Replace = (found: PersonalText) => Replacement;

/** An event's data, each personal text of it replaced. What the catalogue does not know is `undeclared`. */
export function replacePersonal(
  { type, data }: Pick<Envelope, "type" | "data">,
  replace: Replace,
  event: EventDefinition | undefined = findEvent(type),
): unknown {
  return replaceField(data, event ? shapeOf(event) : UNKNOWN, replace)?.value;
}

const UNKNOWN: PersonalShape = { is: "undeclared", fields: new Map() };

const shapes = new WeakMap<EventDefinition, PersonalShape>();

function shapeOf(event: EventDefinition): PersonalShape {
  const shape = shapes.get(event) ?? personalShapeOf(event.data);
  shapes.set(event, shape);
  return shape;
}

/** A value and under which name it goes on; undefined when it is to be left out. */
function replaceField(
  value: unknown,
  shape: PersonalShape,
  replace: Replace,
  name?: string,
): { value: unknown; name?: string } | undefined {
  const { is, fields, each } = shape;
  if (is === false && fields.size === 0 && !each) return { value };
  if (typeof value === "string" || (value === null && isDeclared(shape))) {
    // Text where none was expected is not known either.
    const kind = is || "undeclared";
    const given = replace({ text: value, kind, ...(name === undefined ? {} : { name }) });
    return (
      given && { value: given.text, ...(given.name === undefined ? {} : { name: given.name }) }
    );
  }
  if (Array.isArray(value)) {
    const items = value.flatMap((item) => {
      const made = replaceField(item, each ?? UNKNOWN, replace);
      return made ? [made.value] : [];
    });
    return { value: items };
  }
  if (typeof value !== "object" || value === null) return { value };
  const replaced = Object.entries(value).flatMap(([key, field]) => {
    const made = replaceField(field, fields.get(key) ?? each ?? UNKNOWN, replace, key);
    return made ? [[made.name ?? key, made.value] as const] : [];
  });
  return { value: Object.fromEntries(replaced) };
}

function isDeclared({ is }: PersonalShape): boolean {
  return is !== undefined && is !== false && is !== "undeclared";
}
