import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { secretVariables, variables } from "../../../shared/config/variables";
import { root } from "./markdown";

const PLACES = ["cli", "deploy", "docs", "services", "shared", "test", ".ci", ".github"];

/** The files of the repository that a text names and that are not there. */
export function missingFiles(text: string): string[] {
  const start = String.raw`(?<![\w./:@$"~-]|<)(?:${PLACES.map((place) => place.replace(".", "\\.")).join("|")})`;
  const paths = text.match(
    new RegExp(String.raw`${start}\/[\w.[\]*{}<>…$-][\w./[\]*{}<>…$-]*`, "g"),
  );
  return (paths ?? []).map((path) => path.replace(/[.,/]+$/, "")).filter((path) => !mayBe(path));
}

// What stands for several files, or for what a build or the reader makes, cannot be looked for.
const mayBe = (path: string): boolean =>
  /[<*{…$]|\/dist(\/|$)/.test(path) || existsSync(join(root, path));

const settings = new Set<string>([
  ...Object.keys(variables.shape),
  ...secretVariables.map((name) => `${name}_FILE`),
]);

/** Variables that belong to others, or show what is no setting; each with why it is told of. */
const OTHERS: Record<string, string> = {
  JUMAR_WEB_SERVICE_HOST: "what Kubernetes would add, as an example of a setting that is refused",
  OTEL_EXPORTER_OTLP_HEADERS: "what OpenTelemetry reads itself",
};

/** Names of environment variables in a text that neither Jumar nor anything of ours knows. */
export function unknownVariables(text: string): string[] {
  const names = text.match(/(?<![\w$-])[A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9](?![\w-])/g) ?? [];
  return [...new Set(names)].filter((name) => !isKnown(name));
}

function isKnown(name: string): boolean {
  if (settings.has(name) || Object.hasOwn(OTHERS, name)) return true;
  // What is named as a setting of ours is one, or is read by what reads it beside the schema: tests.
  if (/^(JUMAR_(?!TEST_)|DATABASE_|AMQP_|SMTP_)/.test(name))
    return sources().includes(`process.env.${name}`);
  return sources().includes(name);
}

let read: string | undefined;

/** Everything that is no page, as one text. */
function sources(): string {
  const folders = ["cli", "deploy", "docs/.vitepress", "docs/examples", "shared", "test", ".ci"];
  read ??= folders.flatMap((folder) => filesUnder(folder)).join("\n");
  return read;
}

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = `${folder}/${name}`;
    if (/^(dist|cache|node_modules|blocks)$/.test(name)) return [];
    if (statSync(join(root, path)).isDirectory()) return filesUnder(path);
    return /\.(png|svg|md)$/.test(name) ? [] : [readFileSync(join(root, path), "utf8")];
  });
}
