import { describeOutage, isUnreachable } from "../shared/database";
import { withoutSecrets } from "./without-secrets";

/** What PostgreSQL and CockroachDB say by their codes, and what to do. */
const REFUSALS: Record<string, string> = {
  "28P01": "the database refused the user or the password of DATABASE_URL; correct it",
  "28000":
    "the database does not let the user of DATABASE_URL in; correct it, or the database's rules",
  "3D000": "the database that DATABASE_URL names does not exist; `jumar migrate` creates it",
  "42501":
    "the user of DATABASE_URL may not do this in the database; grant it, or use another user",
  "55P03":
    "others hold a lock in the database that this waits for; run the command again when they are done",
  "25006":
    "the database only reads (a replica, or default_transaction_read_only); lead DATABASE_URL to one that writes",
};

const TLS = /SSL|TLS|certificate|self.signed/i;

/** Why the database does not work, in one line; undefined when the error is about something else. */
export function describeDatabaseFailure(error: Error): string | undefined {
  const { code = "" } = error as { code?: string };
  const refusal = REFUSALS[code];
  if (refusal !== undefined) return refusal;
  if (TLS.test(error.message) || /CERT|SSL|TLS/.test(code)) {
    return "the TLS connection to the database failed; check sslmode in DATABASE_URL and DATABASE_SSL_CA, _CERT and _KEY";
  }
  return isUnreachable(error) ? describeOutage(error) : describeStatement(error);
}

/** Knex puts the whole statement before what the database said about it. */
function describeStatement(error: Error): string | undefined {
  const { severity, code } = error as { severity?: string; code?: string };
  if (severity === undefined) return undefined;
  const said = error.message.slice(error.message.lastIndexOf(" - ") + 1).replace(/^- /, "");
  return `the database refused a statement: ${withoutSecrets(said)} (${code})`;
}
