import type { DataField } from "../../../shared/asyncapi";
import { BaseCommand } from "../../base-command";
import { type Column, toTable } from "../../table";

interface Kind {
  type: string;
  version: number;
  summary: string;
  data: DataField[];
}

const columns: readonly Column<Kind>[] = [
  { header: "TYPE", value: ({ type }) => type, keep: true, style: "cyan" },
  { header: "VERSION", value: ({ version }) => String(version), keep: true },
  {
    header: "DATA",
    value: ({ data }) =>
      data.map(({ name, required }) => (required ? name : `${name}?`)).join(", ") || "–",
    keep: true,
  },
  { header: "SUMMARY", value: ({ summary }) => summary, cut: true },
];

export default class EventsCatalog extends BaseCommand {
  static override summary = "List the types of events there are and what they say.";
  static override description =
    "A field with a question mark may be absent. `jumar asyncapi` has the whole form of each.";
  static override enableJsonFlag = true;
  static override examples = ["jumar events catalog", "jumar events catalog --json"];

  async run(): Promise<Kind[]> {
    await this.parse(EventsCatalog);
    const { dataFieldsOf } = await import("../../../shared/asyncapi/index.js");
    const { eventCatalogue } = await import("../../../shared/events/index.js");
    const kinds = eventCatalogue.map((event) => ({
      type: event.type,
      version: event.version,
      summary: event.summary,
      data: dataFieldsOf(event),
    }));
    for (const line of toTable(kinds, columns)) this.log(line);
    return kinds;
  }
}
