import { startKitTarget } from "../support/kit-target";
import type { Target } from "../support/target";
import { accountFlow } from "./account-flow";
import { adminFlow } from "./admin-flow";
import { mainFlow } from "./main-flow";
import { repeatFlow } from "./repeat-flow";
import { secretsFlow } from "./secrets-flow";
import { streamFlow } from "./stream-flow";

describe("the embedded platform", () => {
  let target: Target;
  beforeAll(async () => {
    target = await startKitTarget();
  });
  afterAll(async () => {
    await target.stop();
  });

  mainFlow(() => target);
  accountFlow(() => target);
  repeatFlow(() => target);
  adminFlow(() => target);
  secretsFlow(() => target);
  streamFlow(() => target);
});
