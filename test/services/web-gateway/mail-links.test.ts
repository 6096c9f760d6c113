import { gatewayDeps } from "../../../services/web-gateway/deps";
import { sendProblem } from "../../../services/web-gateway/http/problem";
import { pageRoutes } from "../../../services/web-gateway/pages/routes";
import { pageDeps } from "../../../services/web-gateway/pages/visits/deps";
import { isMailPurpose, mailKindNames, mailKinds } from "../../../shared/contracts";
import { createTestDatabase, testDeps } from "../../support/database";

it("has a page where each link of a mail leads", async () => {
  const database = await createTestDatabase({ migrated: false });
  try {
    const { routes } = pageRoutes(
      pageDeps(gatewayDeps(testDeps(database, "web-gateway"))),
      sendProblem,
    );
    const links = mailKindNames.filter(isMailPurpose);
    const missing = links.filter((kind) => !(`GET ${mailKinds[kind].link.path}/:token` in routes));
    expect(links.length).toBeGreaterThan(0);
    expect(missing).toEqual([]);
  } finally {
    await database.drop();
  }
});
