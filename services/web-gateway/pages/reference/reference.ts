import { createDocument } from "../../openapi/document";
import type { Pages } from "../routing/page-routes";
import { texts } from "../texts";
import type { PageDeps } from "../visits/deps";
import { apiDocsPage } from "./api-docs";
import { problems } from "./problem-page";

/** What people read who write programs: the API's operations, and each kind of problem. */
export function reference({ config, sessionCookie }: PageDeps): Pages {
  const { publicUrl } = config;
  const document = createDocument({ publicUrl, cookieName: sessionCookie.name });
  const docs = apiDocsPage(document, texts.en);
  return {
    views: {
      "/api/docs": {
        for: "anyone",
        show({ query }) {
          const words = query("query");
          return { page: words ? apiDocsPage(document, texts.en, words) : docs };
        },
      },
      ...problems,
    },
  };
}
