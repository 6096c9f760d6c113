import ts from "typescript";

/** A part of a text: known, or a hole with what may stand in it. */
type Piece = { text: string; file: string; line: number } | { holes: readonly string[] };

/** What a query is made of, as far as the sources say. */
export interface SourceText {
  /** The text with its holes filled in one way after another. */
  readings(): Iterable<string>;
  /** Where a line (from 0) of any reading stands. */
  placeOf(line: number): { file: string; line: number };
  /** Whether nothing of it stands in the sources. */
  unknown: boolean;
}

const ANYTHING = ["", "hole", "< "];
const MAX_READINGS = 400;
const MAX_DEPTH = 8;

/** Reads texts out of expressions: literals, templates, constants and functions that return them. */
export function createReader(checker: ts.TypeChecker, fileOf: (node: ts.Node) => string) {
  const known = (text: string, node: ts.Node): Piece => {
    const source = node.getSourceFile();
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    return { text, file: fileOf(node), line: line + 1 };
  };

  const piecesOf = (node: ts.Expression, depth = 0): Piece[] => {
    if (depth > MAX_DEPTH) return [{ holes: ANYTHING }];
    const deeper = (inner: ts.Expression): Piece[] => piecesOf(inner, depth + 1);
    if (ts.isStringLiteralLike(node)) return [known(node.text, node)];
    if (ts.isTemplateExpression(node)) {
      return [
        known(node.head.text, node.head),
        ...node.templateSpans.flatMap(({ expression, literal }) => [
          ...deeper(expression),
          known(literal.text, literal),
        ]),
      ];
    }
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
      return [...deeper(node.left), ...deeper(node.right)];
    }
    if (isWrapped(node)) return deeper(node.expression);
    if (ts.isConditionalExpression(node)) {
      const branches = [node.whenTrue, node.whenFalse].map((branch) => flat(deeper(branch)));
      return [{ holes: [...branches, ...ANYTHING] }];
    }
    if (ts.isIdentifier(node)) {
      const value = constantOf(declarationOf(checker, node));
      return value ? deeper(value) : [{ holes: ANYTHING }];
    }
    if (ts.isCallExpression(node)) {
      const body = resultOf(declarationOf(checker, node.expression));
      return body ? deeper(body) : [{ holes: ANYTHING }];
    }
    return [{ holes: ANYTHING }];
  };

  /** A parameter of a function of the same file is what its callers give; an item of a list is each. */
  const sourcesOf = (node: ts.Expression, depth = 0): ts.Expression[] => {
    const declaration = ts.isIdentifier(node) ? declarationOf(checker, node) : undefined;
    if (depth < MAX_DEPTH && declaration && ts.isParameter(declaration)) {
      const index = declaration.parent.parameters.indexOf(declaration);
      const given = callsOf(checker, declaration.parent).flatMap(
        (call) => call.arguments[index] ?? [],
      );
      if (given.length > 0) return given.flatMap((argument) => sourcesOf(argument, depth + 1));
    }
    return (declaration && itemsOf(checker, declaration)) ?? [node];
  };

  return (node: ts.Expression): SourceText[] =>
    sourcesOf(node).map((source) => toText(piecesOf(source), known("", source)));
}

function toText(pieces: Piece[], at: Piece): SourceText {
  const places: { file: string; line: number }[] = [];
  for (const piece of pieces) {
    if (!("text" in piece)) continue;
    piece.text.split("\n").forEach((_, n) => {
      const place = { file: piece.file, line: piece.line + n };
      // The first part of a line says where it stands; the next part begins on the line of the last.
      if (n > 0 || places.length === 0) places.push(place);
    });
  }
  const fallback = at as { file: string; line: number };
  return {
    readings: () => readingsOf(pieces),
    placeOf: (line) => places[Math.min(line, places.length - 1)] ?? fallback,
    unknown: pieces.every((piece) => !("text" in piece)),
  };
}

function* readingsOf(pieces: readonly Piece[]): Iterable<string> {
  const choices = pieces.map((piece) => ("text" in piece ? [piece.text] : piece.holes));
  const total = choices.reduce((product, { length }) => product * length, 1);
  for (let n = 0; n < Math.min(total, MAX_READINGS); n += 1) {
    let rest = n;
    yield choices
      .map((choice) => {
        const chosen = choice[rest % choice.length] ?? "";
        rest = Math.floor(rest / choice.length);
        // Lines are counted by what is known.
        return choice.length > 1 ? chosen.replaceAll("\n", " ") : chosen;
      })
      .join("");
  }
}

/** Of a part that may be there or not, one text: its own holes are anything. */
function flat(pieces: readonly Piece[]): string {
  return pieces.map((piece) => ("text" in piece ? piece.text : "hole")).join("");
}

function isWrapped(
  node: ts.Expression,
): node is
  ts.ParenthesizedExpression | ts.AsExpression | ts.SatisfiesExpression | ts.NonNullExpression {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node)
  );
}

function declarationOf(checker: ts.TypeChecker, node: ts.Expression): ts.Declaration | undefined {
  let symbol = checker.getSymbolAtLocation(node);
  if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
  return symbol?.valueDeclaration;
}

function constantOf(declaration: ts.Declaration | undefined): ts.Expression | undefined {
  return declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
}

/** What a function returns that does nothing else. */
function resultOf(declaration: ts.Declaration | undefined): ts.Expression | undefined {
  const made = constantOf(declaration) ?? declaration;
  if (!made || !(ts.isArrowFunction(made) || ts.isFunctionDeclaration(made))) return undefined;
  const { body } = made;
  if (!body || !ts.isBlock(body)) return body;
  const [last] = body.statements;
  return body.statements.length === 1 && last && ts.isReturnStatement(last)
    ? last.expression
    : undefined;
}

function callsOf(checker: ts.TypeChecker, made: ts.Node): ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const callee = declarationOf(checker, node.expression);
      if (callee && (callee === made || constantOf(callee) === made)) calls.push(node);
    }
    ts.forEachChild(node, look);
  };
  look(made.getSourceFile());
  return calls;
}

/** What a loop goes through: `for (const x of LIST)` and `for (const [, x] of Object.entries(MAP))`. */
function itemsOf(
  checker: ts.TypeChecker,
  declaration: ts.Declaration,
): ts.Expression[] | undefined {
  const isPart = ts.isBindingElement(declaration);
  const variable = isPart ? declaration.parent.parent : declaration;
  const loop = variable.parent.parent;
  if (!ts.isForOfStatement(loop)) return undefined;
  const { expression } = loop;
  const named = ts.isCallExpression(expression) ? expression.arguments[0] : expression;
  const list = named && constantOf(declarationOf(checker, named));
  if (list && ts.isArrayLiteralExpression(list) && !isPart) return [...list.elements];
  if (!list || !ts.isObjectLiteralExpression(list) || !isPart) return undefined;
  return list.properties.flatMap((property) =>
    ts.isPropertyAssignment(property) ? [property.initializer] : [],
  );
}
