import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { checkCall } from "./builder-rules";
import { checkText } from "./check-text";
import type { Finding } from "./finding";
import { createReader } from "./source-texts";

const RAW = /^(raw|\w+Raw|query)$/;
const UNKNOWN = {
  rule: "text-in-sight",
  instead:
    "a text that can be followed to where it is written: a literal, a constant, or a parameter that is given one",
};

/** Where SQL is written whose tables are not its own service's: as file → schemas. */
const MORE_SCHEMAS: Record<string, readonly string[]> = {
  // Every gateway checks sessions by itself: no call between services on each request.
  "shared/sessions/": ["accounts"],
};
const COMMON = ["jumar", "information_schema", "public", "pg_catalog", "placeholder", "hole"];

/** The schemas that the SQL of a file may name; undefined where it may name all, as operators do. */
export function schemasOf(file: string): readonly string[] | undefined {
  if (file.startsWith("cli/")) return undefined;
  const own = /^services\/([^/]+)\//.exec(file)?.[1];
  const more = Object.entries(MORE_SCHEMAS).find(([folder]) => file.startsWith(folder))?.[1] ?? [];
  return [...COMMON, ...more, ...(own === undefined ? [] : [own])];
}

/** What the queries of some files break; migrations are recorded instead. */
export function checkSources(root: string, files: readonly string[]): Finding[] {
  const program = createProgram(root, files);
  const checker = program.getTypeChecker();
  const fileOf = (node: ts.Node): string =>
    relative(root, node.getSourceFile().fileName).replaceAll("\\", "/");
  const read = createReader(checker, fileOf);
  const findings: Finding[] = [];

  const look = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) check(node);
    ts.forEachChild(node, look);
  };
  const check = (call: ts.CallExpression): void => {
    const file = fileOf(call);
    const schemas = schemasOf(file);
    const line = lineOf(call);
    for (const found of checkCall(call, { schemas })) findings.push({ file, line, ...found });
    const text = queryOf(call);
    if (!text) return;
    for (const { readings, placeOf, unknown } of read(text)) {
      if (unknown) findings.push({ file, line, ...UNKNOWN });
      else {
        const context = { schemas, jsonColumns: new Set<string>() };
        for (const broken of checkText(readings(), context)) {
          const { name, instead } = broken.rule;
          findings.push({ ...placeOf(broken.line), rule: name, instead });
        }
      }
    }
  };
  for (const file of files) {
    const source = program.getSourceFile(file);
    if (source) look(source);
  }
  return findings;
}

function queryOf(call: ts.CallExpression): ts.Expression | undefined {
  if (!ts.isPropertyAccessExpression(call.expression)) return undefined;
  const { name, expression } = call.expression;
  if (!RAW.test(name.text) || (ts.isIdentifier(expression) && expression.text === "String")) {
    return undefined;
  }
  return call.arguments[0];
}

function lineOf(call: ts.CallExpression): number {
  const source = call.getSourceFile();
  const at = ts.isPropertyAccessExpression(call.expression) ? call.expression.name : call;
  return source.getLineAndCharacterOfPosition(at.getStart(source)).line + 1;
}

/** Only the project's own files are read: names are followed, types are not asked for. */
function createProgram(root: string, files: readonly string[]): ts.Program {
  const options: ts.CompilerOptions = { noLib: true, types: [], target: ts.ScriptTarget.ES2023 };
  const host = ts.createCompilerHost(options, true);
  host.resolveModuleNameLiterals = (literals, containing) =>
    literals.map(({ text }) => {
      if (!text.startsWith(".")) return { resolvedModule: undefined };
      const path = join(dirname(containing), text);
      const found = [`${path}.ts`, join(path, "index.ts")].find((file) => host.fileExists(file));
      return {
        resolvedModule: found ? { resolvedFileName: found, extension: ts.Extension.Ts } : undefined,
      };
    });
  host.getCurrentDirectory = () => root;
  return ts.createProgram([...files], options, host);
}
