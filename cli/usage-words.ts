import { stripVTControlCharacters } from "node:util";
import type { Command, Errors } from "@oclif/core";
import { nearest } from "./nearest";

/** What oclif's parser throws: the command line does not fit the command. */
export interface ParseError extends Errors.CLIError {
  /** The arguments that are missing. */
  args?: { name: string }[];
  flags?: string[];
  parse?: { input?: { flags?: Record<string, unknown>; context?: { ctor?: Command.Class } } };
}

type Words = (match: readonly string[], error: ParseError) => string;

/** What the parser says, and how it is said here. */
const WORDS: readonly [said: RegExp, words: Words][] = [
  [/^Nonexistent flags?: (.*)$/, ([flags = ""], error) => noFlag(flags, error)],
  [/^Unexpected arguments?: (.*)$/, ([given]) => `it does not take ${given}`],
  [/^Missing \d+ required args?/, (_, { args = [] }) => missing(args.map(({ name }) => name))],
  [/^Missing required flag (.*)$/, ([flag]) => `--${flag} is missing`],
  [/^Flag (--\S+) expects a value$/, ([flag]) => `${flag} needs a value`],
  [/^Flag (--\S+) expects one of these values: (.*)$/, ([flag, all]) => `${flag} needs one of ${all}`],
  [/^Flag (--\S+) can only be specified once$/, ([flag]) => `${flag} may be given once only`],
  [/^Expected (--[^= ]+)=(.*) to be one of: (.*)$/, ([flag, given, all]) => `${flag} must be one of ${all}, not ${given}`],
  [/^Expected (.*) to be one of: (.*)$/, ([given, all]) => `${given} is not one of ${all}`],
  [/^Parsing (--\S+) Expected an integer greater than or equal to (\S+) but received: (.*)$/, ([flag, least, given]) => `${flag} must be at least ${least}, not ${given}`],
  [/^Parsing (--\S+) Expected an integer less than or equal to (\S+) but received: (.*)$/, ([flag, most, given]) => `${flag} must be at most ${most}, not ${given}`],
  [/^Parsing (--\S+) Expected an integer but received: (.*)$/, ([flag, given]) => `${flag} must be a whole number, not ${given}`],
  [/^Parsing (--\S+) (.*)$/, ([flag, reason]) => `${flag} ${reason}`],
  [/^(--[^= ]+)(?:=.*)? cannot also be provided when using (--\S+)$/, ([one, other]) => `${other} goes without ${one}`],
  [/^All of the following must be provided when using (--\S+): (.*)$/, ([flag, all]) => `${flag} needs ${all} as well`],
]; // prettier-ignore

/** Why the parser refused a command line, in our words: one line. */
export function usageReason(error: ParseError): string {
  const said = stripVTControlCharacters(error.message).replace(/\nSee more help with --help$/, "");
  // Each rule that is broken has a line; otherwise what is meant goes on in the lines after the first.
  const [, broken] = /^The following errors? occurred:\s+(.*)$/s.exec(said) ?? [];
  const lines = broken === undefined ? [said] : broken.split("\n");
  return lines.map((line) => inOurWords(line, error)).join("; ");
}

function inOurWords(line: string, error: ParseError): string {
  const said = line.replaceAll(/\s+/g, " ").trim();
  for (const [pattern, words] of WORDS) {
    const [whole, ...match] = pattern.exec(said) ?? [];
    if (whole !== undefined) return words(match, error);
  }
  return said.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

function missing(args: readonly string[]): string {
  const names = args.map((name) => name.toUpperCase()).join(" and ");
  return `${names} ${args.length === 1 ? "is" : "are"} missing`;
}

function noFlag(flags: string, { parse }: ParseError): string {
  const known = Object.keys(parse?.input?.flags ?? {}).map((name) => `--${name}`);
  const meant = nearest(flags, known);
  return `there is no flag ${flags}${meant === undefined ? "" : `; did you mean ${meant}?`}`;
}
