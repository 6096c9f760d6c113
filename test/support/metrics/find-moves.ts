import ts from "typescript";
import { toSeries, type Series } from "./series";

/** A test, or one with rows of a table; what is skipped or still to be written moves nothing. */
const TEST = /^(it|test)(\.each\b.*)?$/s;

/**
 * The series that the tests of a file see move: what its calls of `moves` name, within tests that run.
 * Throws for a call that does not write its series out, or stands where no test would run it.
 */
export function findMoves(file: string, text: string): Series[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Series[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === "moves") {
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      const wrong = (why: string) => new Error(`${file}:${line}: ${why}`);
      if (!isWithinTest(node)) throw wrong("`moves` outside of a test that runs");
      if (!isAwaited(node)) throw wrong("`moves` that nobody awaits");
      const [, series] = node.arguments;
      if (!series || !ts.isArrayLiteralExpression(series))
        throw wrong("the series of `moves` have to be written out");
      for (const one of series.elements) {
        if (!ts.isStringLiteralLike(one)) throw wrong(`not written out: ${one.getText()}`);
        found.push(toSeries(one.text));
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isWithinTest(node: ts.Node): boolean {
  const around = callsAround(node);
  return (
    around.some((name) => TEST.test(name)) &&
    !around.some((name) => /^x(it|test|describe)\b|\.(skip|todo|failing)\b/.test(name))
  );
}

/** What is called with a function that the node is in, e.g. `it` and `describe.each(…)`. */
function callsAround(node: ts.Node): string[] {
  const { parent } = node;
  if (!parent) return [];
  const own = ts.isCallExpression(parent) && parent.expression !== node;
  return [...(own ? [parent.expression.getText()] : []), ...callsAround(parent)];
}

function isAwaited({ parent }: ts.Node): boolean {
  return ts.isAwaitExpression(parent) || ts.isReturnStatement(parent);
}
