import type { Session } from "../../../../shared/contracts";
import type { Transaction } from "../../../../shared/database";
import { newToken } from "../../../../shared/sessions";
import { OPENED, type OpenedRow, toSession } from "./opened-session";

interface Which {
  userId: string;
  sessionId: string;
}

const live = (trx: Transaction, { userId, sessionId }: Which) =>
  trx
    .withSchema("accounts")
    .table("sessions")
    .whereRaw("expires_at > now() and idle_until > now()")
    .where({ id: sessionId, user_id: userId });

/** Gives a live session a new token, its user having just been authenticated; undefined when it is over. */
export async function updateSession(
  trx: Transaction,
  which: Which,
): Promise<{ session: Session; token: string } | undefined> {
  const { token, hash } = newToken();
  const changes = { token_hash: hash, authenticated_at: trx.fn.now() };
  const rows = (await live(trx, which).update(changes, [...OPENED])) as OpenedRow[];
  const [row] = rows;
  return row && { token, session: toSession(row) };
}

/** The methods by which the user of a live session has proved who they are; undefined when it is over. */
export async function findMethods(trx: Transaction, which: Which): Promise<string[] | undefined> {
  const found = (await live(trx, which).first("methods")) as { methods: string[] } | undefined;
  return found?.methods;
}

/** Keeps what a live session has been proved with. */
export async function setMethods(
  trx: Transaction,
  which: Which,
  proved: { methods: readonly string[]; assurance: 1 | 2 },
): Promise<void> {
  await live(trx, which).update(proved);
}
