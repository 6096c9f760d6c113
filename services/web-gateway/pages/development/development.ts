import { hasMailbox } from "../layout/has-mailbox";
import type { Pages } from "../routing/page-routes";
import type { PageDeps } from "../visits/deps";
import { components } from "./components";
import { mailbox } from "./mailbox";

/** The pages below `/dev`, none of which is there in production. */
export function development(deps: PageDeps): Pages {
  const { config } = deps;
  return {
    views: {
      ...(config.environment === "production" ? {} : components.views),
      ...(hasMailbox(deps) ? mailbox.views : {}),
    },
  };
}
