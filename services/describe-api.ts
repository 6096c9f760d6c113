import type { Config } from "../shared/config";
import { describeApi as describe } from "./web-gateway/service";

/** The OpenAPI document as a gateway with this configuration serves it. */
export function describeApi({ publicUrl }: Pick<Config, "publicUrl">): object {
  return describe(publicUrl);
}
