import type { GatewayDeps } from "../../deps";
import type { Pages } from "../visits/page-routes";
import { components } from "./components";
import { hasMailbox } from "./has-mailbox";
import { mailbox } from "./mailbox";

/** The pages below `/dev`, none of which is there in production. */
export function development(deps: GatewayDeps): Pages {
  const { config } = deps;
  return {
    views: {
      ...(config.environment === "production" ? {} : components.views),
      ...(hasMailbox(deps) ? mailbox.views : {}),
    },
  };
}
