import type { Gateway } from "./support";

/** From now on no outcome is written down, as if whoever should had been killed. */
export async function loseAnswers({ owner }: Gateway): Promise<void> {
  await owner.raw(`create function lose_answer() returns trigger language plpgsql as
    $$ begin raise exception 'killed'; end $$`);
  await owner.raw(`create trigger lose_answer before update of outcome
    on "web-gateway".idempotency_keys for each row when (new.outcome is not null)
    execute function lose_answer()`);
}

/** Outcomes are written down again. */
export async function keepAnswers({ owner }: Gateway): Promise<void> {
  await owner.raw(`drop trigger if exists lose_answer on "web-gateway".idempotency_keys`);
  await owner.raw("drop function if exists lose_answer()");
}

/** Does something whose answer is lost, and lets the time pass after which others may take over. */
export async function losingAnswer<T>(gateway: Gateway, work: () => Promise<T>): Promise<T> {
  await loseAnswers(gateway);
  try {
    return await work();
  } finally {
    await keepAnswers(gateway);
    await gateway.owner.raw(
      `update "web-gateway".idempotency_keys set leased_until = now() where outcome is null`,
    );
  }
}
