import { Query } from "pg";

/** A statement that goes before another; what it answers is of no interest. */
export interface Preceding {
  text: string;
  values: readonly string[];
  /** As which it is prepared, where sessions are not shared. */
  name: string | undefined;
}

/** What of node-postgres's connection is used here. */
interface Wire {
  parsedStatements: Record<string, string>;
  submittedNamedStatements: Record<string, string>;
  parse(message: { text: string; name: string | undefined; types: [] }): void;
  bind(message: { statement: string | undefined; values: readonly string[] }): void;
  execute(message: { portal: string; rows: number }): void;
  once(event: "parseComplete", listener: () => void): void;
  off(event: "parseComplete", listener: () => void): void;
}

/** The methods of Query that its types leave out. */
const inherited = Query.prototype as unknown as {
  prepare(this: Query, wire: Wire): void;
  handleDataRow(this: Query, message: unknown): void;
  handleCommandComplete(this: Query, message: unknown, wire: Wire): void;
  handleError(this: Query, error: Error, wire: Wire): void;
};

const failedBefore = new WeakSet<Error>();

/** Whether it was the statement before that failed; nothing was done then. */
export function hasFailedBefore(error: unknown): boolean {
  return error instanceof Error && failedBefore.has(error);
}

interface Statement {
  text: string;
  values: unknown[];
  name?: string | undefined;
}

/**
 * A statement with another before it, sent at once and run in one transaction, as the extended protocol
 * has it for everything before a Sync: what the first sets for the transaction holds for the second.
 */
export class PrecededQuery extends Query {
  readonly #preceding: Preceding;
  #name: string | undefined;
  #isSending = false;
  /** Whether what is answered is still about the statement before. */
  #isBefore = true;
  #onParsed: (() => void) | undefined;

  constructor(
    statement: Statement,
    preceding: Preceding,
    callback: (error: Error | null, response: unknown) => void,
  ) {
    super(statement as never, callback as never);
    this.#preceding = preceding;
    this.#name = statement.name;
  }

  requiresPreparation(): boolean {
    return true;
  }

  prepare(wire: Wire): void {
    const { text, values, name } = this.#preceding;
    if (name === undefined || wire.parsedStatements[name] === undefined) {
      this.#onParsed = () => {
        if (name !== undefined) wire.parsedStatements[name] = text;
      };
      wire.once("parseComplete", this.#onParsed);
      wire.parse({ text, name, types: [] });
    }
    wire.bind({ statement: name, values });
    wire.execute({ portal: "", rows: 0 });
    this.#isSending = true;
    inherited.prepare.call(this, wire);
    this.#isSending = false;
    // The driver takes the first that is parsed for the one of this name.
    setName(this, undefined);
  }

  handleDataRow(message: unknown): void {
    if (!this.#isBefore) inherited.handleDataRow.call(this, message);
  }

  handleCommandComplete(message: unknown, wire: Wire): void {
    if (!this.#isBefore) {
      inherited.handleCommandComplete.call(this, message, wire);
      return;
    }
    this.#isBefore = false;
    setName(this, this.#name);
  }

  /** Of what the server has not said (a value that cannot be sent, a lost connection) nothing is known. */
  handleError(error: Error, wire: Wire): void {
    if (this.#isSending) this.#forgetName(wire);
    else if (this.#isBefore && "severity" in error) {
      failedBefore.add(error);
      if (this.#onParsed) wire.off("parseComplete", this.#onParsed);
      if (this.#name !== undefined)
        Reflect.deleteProperty(wire.submittedNamedStatements, this.#name);
    }
    inherited.handleError.call(this, error, wire);
  }

  /** The driver has closed what it prepared by this name, and goes on to take it for prepared. */
  #forgetName({ parsedStatements, submittedNamedStatements }: Wire): void {
    if (this.#name === undefined) return;
    Reflect.deleteProperty(parsedStatements, this.#name);
    Reflect.deleteProperty(submittedNamedStatements, this.#name);
    this.#name = undefined;
  }
}

function setName(query: Query, name: string | undefined): void {
  (query as unknown as { name: string | undefined }).name = name;
}
