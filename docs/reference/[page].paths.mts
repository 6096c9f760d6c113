import { madePages } from "../.vitepress/reference/made-pages.mjs";

export default {
  paths: () => madePages().map(({ name, content }) => ({ params: { page: name }, content })),
};
