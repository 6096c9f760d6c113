import type { Session } from "../../../../shared/contracts";
import type { Transaction } from "../../../../shared/database";
import { generateUuidV7 } from "../../../../shared/ids";
import { newToken } from "../../../../shared/sessions";
import { OPENED, type OpenedRow, toSession } from "./opened-session";

const USER_AGENT_LENGTH = 400;

// Named, like all that each log-in runs: planned once a connection. The release before changes
// credentials without raising their version. It voids the links, which `links_since` shows, or where
// links of the future were void (a registration without a mail), that it is no longer ahead of `version`.
const INSERT_SESSION = `
  insert into accounts.sessions
    (id, user_id, token_hash, expires_at, idle_until, remembered, ip, user_agent,
     methods, assurance, authenticated_at, least_assurance)
  select cast(? as uuid), id, cast(? as bytea), now() + cast(? as float8) * interval '1 day',
    now() + cast(? as float8) * interval '1 day', cast(? as bool), cast(? as text), cast(? as text),
    cast(? as text[]), cast(? as int4), coalesce(cast(? as timestamptz), now()),
    least_assurance
  from accounts.users
  where id = ? and credentials_version = ? and disabled_at is null
    and links_since = ? and (links_since > version) = cast(? as bool)
    and least_assurance <= cast(? as int4)
  returning ${OPENED.join(", ")}`;

interface NewSession {
  /** Whose it is, as they were when they were proved. */
  user: { id: string; credentials_version: number; links_since: number; version: number };
  methods: readonly string[];
  assurance: 1 | 2;
  /** Now unless said. */
  authenticatedAt: Date | undefined;
  /** Days until it ends in any case, and until it ends unless it is used. */
  days: number;
  idleDays: number;
  remembered: boolean;
  ip: string | undefined;
  userAgent: string | undefined;
}

/**
 * Inserts a session and makes its token. Undefined when the user's credentials are others now or ask for
 * more, or the user is disabled or gone.
 */
export async function insertSession(
  trx: Transaction,
  { user, ...fields }: NewSession,
): Promise<{ session: Session; token: string } | undefined> {
  const { token, hash } = newToken();
  const { rows } = await trx
    .raw<{ rows: OpenedRow[] }>(INSERT_SESSION, [
      generateUuidV7(),
      hash,
      fields.days,
      fields.idleDays,
      fields.remembered,
      fields.ip ?? null,
      fields.userAgent?.slice(0, USER_AGENT_LENGTH) ?? null,
      [...fields.methods],
      fields.assurance,
      fields.authenticatedAt ?? null,
      user.id,
      user.credentials_version,
      user.links_since,
      user.links_since > user.version,
      fields.assurance,
    ] as never[])
    .options({ name: "insert-session" });
  const [row] = rows;
  return row && { token, session: toSession(row) };
}
