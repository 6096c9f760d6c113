import type { Caller, ParamsOf, ResultOf, webGateway } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import type { Calls } from "../../../shared/service";
import type { LiveSession } from "../../../shared/sessions";
import { overview } from "./overview";

/** All but the stream, which is not a single answer: live/ opens it. */
type GatewayActions = Omit<(typeof webGateway)["actions"], "stream">;

/** What an answer is made from: the session that the gateway has read anyway, and other services. */
export interface Asking {
  live: LiveSession | undefined;
  call: Calls;
  caller: Caller;
}

type LocalAction<A extends GatewayActions[keyof GatewayActions]> = (
  params: ParamsOf<A>,
  asking: Asking,
) => ResultOf<A> | Promise<ResultOf<A>>;

/** The actions of the gateway's own contract; one that is missing does not compile. */
export const localActions: { [A in keyof GatewayActions]: LocalAction<GatewayActions[A]> } = {
  currentSession(_params, { live }) {
    if (!live) throw new AppError("unauthenticated");
    return { user: live.user, session: live.session };
  },
  me(_params, { live }) {
    if (!live) throw new AppError("unauthenticated");
    return { user: live.user };
  },
  overview: (_params, asking) => overview(asking),
};
