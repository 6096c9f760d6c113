import type { Context } from "moleculer";

type Handler<Meta extends object> = (ctx: Context<unknown, Meta>) => Promise<unknown>;

/**
 * RabbitMQ delivers a call again when the connection broke before it was acknowledged, also one that
 * was begun: it gets the answer of the first delivery. The queue belongs to this process, so its
 * memory suffices, for as long as a message can be on its way (`patience`, in ms).
 */
export function beginOnce<Meta extends object>(
  patience: number,
  handle: Handler<Meta>,
): Handler<Meta> {
  const begun = new Map<string, Promise<unknown>>();
  return async (ctx) => {
    if (ctx.nodeID === ctx.broker.nodeID) return await handle(ctx);
    const { id } = ctx;
    const before = begun.get(id);
    if (before) return await before;
    const answer = handle(ctx);
    begun.set(id, answer);
    const forget = (): void => {
      setTimeout(() => begun.delete(id), patience).unref();
    };
    answer.then(forget, forget);
    return await answer;
  };
}
