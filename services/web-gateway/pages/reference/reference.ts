import { createDocument } from "../../openapi/document";
import type { Pages } from "../routing/page-routes";
import type { PageDeps } from "../visits/deps";
import { apiDocsPage } from "./api-docs";
import { problems } from "./problem-page";

/** What people read who write programs: the API's operations, and each kind of problem. */
export function reference({ config, sessionCookie }: PageDeps): Pages {
  const { publicUrl } = config;
  const docs = apiDocsPage(createDocument({ publicUrl, cookieName: sessionCookie.name }));
  return {
    views: { "/api/docs": { for: "anyone", show: () => ({ page: docs }) }, ...problems },
  };
}
