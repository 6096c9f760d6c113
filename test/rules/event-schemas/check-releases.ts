import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { eventCatalogue } from "../../../shared/events";
import { type Published, publishedBy } from "./catalogue-schemas";
import { breaksOf } from "./compare-schemas";

export const RELEASED = join(__dirname, "released");

/** What breaks subscribers of a released version, and releases whose snapshot is missing. */
export function checkReleases(changelog: string): string[] {
  const files = readdirSync(RELEASED).filter((file) => file.endsWith(".json"));
  const now = publishedBy(eventCatalogue);
  const breaks = files.flatMap((file) =>
    breaksOf(
      file.replace(/\.json$/, ""),
      JSON.parse(readFileSync(join(RELEASED, file), "utf8")) as Published,
      now,
    ),
  );
  const releases = [...changelog.matchAll(/^## \[(\d+\.\d+\.\d+)\]/gm)].map(
    ([, version]) => version,
  );
  const missing = releases.filter((version) => !files.includes(`${version}.json`));
  return [
    ...breaks,
    ...missing.map((version) => `${version} has no snapshot of its events: ${HOW}.`),
  ];
}

const HOW = "write it by `node --import tsx test/rules/event-schemas/run.ts --write`";
