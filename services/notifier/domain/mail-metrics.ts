import { mailKindNames } from "../../../shared/contracts";
import { OUTCOMES } from "../../../shared/courier";
import type { Database } from "../../../shared/database";
import { counter, gauge } from "../../../shared/observability";
import { inTime } from "../../../shared/waiting";
import type { NotifierDeps } from "../deps";
import { countMails } from "../store/deliveries";

/** Mails by kind and outcome. */
export const mails = counter(
  "jumar_mails_total",
  "Mails by kind and what came of a try: sent, skipped (no longer wanted), failed (tried again) or given_up.",
  ["kind", "outcome"],
);

/** Begins each series at 0, so that the first mail counts as a rise. */
export function beginMailMetrics(): void {
  for (const kind of mailKindNames) {
    for (const outcome of OUTCOMES) mails.inc({ kind, outcome }, 0);
  }
}

/** In ms. What is not known by then is left out of what is shown. */
const PATIENCE = 2_000;

/** The databases that are asked, one for each notifier of this process. */
const watched = new Set<Database>();
let asking: ReturnType<typeof ask> | undefined;

/** Shows what waits for as long as the notifier runs. */
export function watchMails({ db }: NotifierDeps): { stop(): Promise<void> } {
  watched.add(db);
  return {
    stop() {
      watched.delete(db);
      return Promise.resolve();
    },
  };
}

async function ask() {
  const [db] = watched;
  return db && (await inTime(countMails(db), PATIENCE));
}

function show(name: `jumar_${string}`, help: string, of: "waiting" | "age" | "givenUp"): void {
  gauge(name, help, [], async function () {
    // Those that are shown together are asked for together.
    asking ??= ask().finally(() => (asking = undefined));
    const counted = await asking;
    if (counted) this.set(counted[of]);
    else this.remove();
  });
}

show("jumar_mails_waiting", "Mails that wait to be sent.", "waiting");
show("jumar_mails_age_seconds", "How long the oldest of them has been waiting.", "age");
show("jumar_mails_given_up", "Mails that were given up and are still there.", "givenUp");
