import type { Repeatable } from "../contracts";
import { type Database, mayRepeat, statement, type Transaction } from "../database";
import { seal, unseal } from "../sealing";
import { REMEMBERED_HOURS } from "./tables";

/** The answers that a service recorded together with the effects they speak of. */
export interface RecordedAnswers {
  /** What a request was answered with, if its effect has happened. */
  find(request: Repeatable): Promise<{ answer: unknown } | undefined>;
  /**
   * Does `work` and records what it returns, in the one transaction. Of several at once one does it;
   * the others get its answer.
   */
  record<T>(trx: Transaction, request: Repeatable, work: () => Promise<T>): Promise<T>;
  /** Forgets what is old, at most `limit` of them; returns how many. */
  sweep(limit: number): Promise<number>;
}

interface Row {
  answer: Buffer;
}

/** The recorded answers in a service's schema. */
export function createRecordedAnswers(db: Database, schema: string): RecordedAnswers {
  const table = (on: Database | Transaction) => on.withSchema(schema).table("recorded_answers");
  const about = ({ id }: Repeatable): string => `${schema} ${id}`;
  const idOf = ({ id }: Repeatable): Buffer => Buffer.from(id, "base64url");
  const keyOf = ({ key }: Repeatable): Buffer => Buffer.from(key, "base64url");

  const find = async (
    on: Database | Transaction,
    request: Repeatable,
  ): Promise<{ answer: unknown } | undefined> => {
    const row = (await table(on)
      .where({ id: idOf(request) })
      .whereRaw("expires_at > now()")
      .first("answer")) as Row | undefined;
    return row && { answer: unseal(keyOf(request), about(request), row.answer) };
  };

  /** False when another has done it. Who does it at the same moment waits here for the other. */
  const begin = async (trx: Transaction, request: Repeatable): Promise<boolean> => {
    const { rows } = await trx.raw<{ rows: unknown[] }>(
      `insert into ??.recorded_answers (id, expires_at)
       values (?, now() + cast(? as float8) * interval '1 hour')
       on conflict (id) do update set answer = null, expires_at = excluded.expires_at
         where recorded_answers.expires_at <= now()
       returning id`,
      [schema, idOf(request), REMEMBERED_HOURS],
    );
    return rows.length === 1;
  };

  return {
    find: (request) => statement(db, () => find(db, request)),
    async record<T>(trx: Transaction, request: Repeatable, work: () => Promise<T>): Promise<T> {
      // Run again, it finds the answer that it recorded.
      mayRepeat(trx);
      if (!(await begin(trx, request))) {
        const recorded = await find(trx, request);
        if (recorded) return recorded.answer as T;
        throw new Error("an effect is recorded without its answer");
      }
      const answer = await work();
      await table(trx)
        .where({ id: idOf(request) })
        .update({ answer: seal(keyOf(request), about(request), answer) });
      return answer;
    },
    async sweep(limit) {
      const { rowCount } = await db.raw<{ rowCount: number }>(
        `delete from ??.recorded_answers where expires_at <= now() and id in
           (select id from ??.recorded_answers where expires_at <= now() limit ?)`,
        [schema, schema, limit],
      );
      return rowCount;
    },
  };
}
