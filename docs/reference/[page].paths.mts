import { readAsyncApi, readOpenApi } from "../.vitepress/reference/documents.mjs";
import { eventPage } from "../.vitepress/reference/event-page.mjs";
import { httpPages } from "../.vitepress/reference/http-pages.mjs";

export default {
  paths: () => [
    ...httpPages(readOpenApi()).map(({ name, content }) => ({ params: { page: name }, content })),
    { params: { page: "events" }, content: eventPage(readAsyncApi()) },
  ],
};
