import type { MigrationStep } from "../../shared/database";
import { paint } from "../colours";
import { countOf } from "../progress";

/** A migration in a list of them. */
export function lineOf({ service, migration }: MigrationStep): string {
  return `${paint("dim", service.padEnd(12))} ${migration}`;
}

/** Why a step takes long, below those that are done. */
export function noticeOf(line: string): string {
  return paint("dim", `  ${line}`);
}

/** How many migrations something was done about: `3 migrations undone in 0.2 s.` */
export function summaryOf(steps: readonly MigrationStep[], what: string): string {
  return `${countOf(steps.length, "migration")} ${what}.`;
}
