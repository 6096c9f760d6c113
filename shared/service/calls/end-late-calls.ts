import { type Context, Errors, type Middleware } from "moleculer";

type Call = (ctx: Context) => Promise<unknown>;

/**
 * Ends a call to another process where it is made once its time is over. Moleculer does so further out:
 * what lies between, the count of calls underway and the circuit breaker, never heard of it, and a stop
 * waited 15 s for calls that were long given up.
 */
export const endLateCalls = {
  name: "EndLateCalls",
  remoteAction: (next: Call, action: { name: string }) =>
    function (ctx: Context): Promise<unknown> {
      const patience = ctx.options.timeout ?? 0;
      const answer = next(ctx);
      if (patience === 0) return answer;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          reject(new Errors.RequestTimeoutError({ action: action.name, nodeID: ctx.nodeID ?? "" }));
        }, patience);
      });
      return Promise.race([answer, late]).finally(() => {
        clearTimeout(timer);
      });
    },
} as unknown as Middleware;
