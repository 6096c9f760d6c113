import { type Html, html } from "../../../../shared/html";
import { header } from "../components/header";
import { backLink, link } from "../components/link";
import type { Pages } from "../routing/page-routes";
import type { Visit } from "../visits/visit";
import type { Example } from "./example";
import { formExamples } from "./form-examples";
import { pageExamples } from "./page-examples";

/** Every component, living: `/dev/components`. */
export const components: Pages = {
  views: {
    "/dev/components": {
      for: "anyone",
      show(visit) {
        const examples = [...pageExamples, ...formExamples];
        return {
          page: {
            title: visit.t("layout.components"),
            width: "wide",
            mainLanguage: "en",
            main: html`${header({
                back: backLink("/", visit.t("errors.home")),
                title: "Components",
                subtitle:
                  "The building blocks of pages. Each is a function in pages/components that takes what it shows and escapes it.",
              })}
              <ul class="mb-8 flex flex-wrap gap-x-4 gap-y-1">
                ${examples.map(({ name }) => html`<li>${link(`#${name}`, name)}</li>`)}
              </ul>
              <div class="grid grid-cols-1 gap-6">
                ${examples.map((example) => section(visit, example))}
              </div>`,
          },
        };
      },
    },
  },
};

function section(visit: Visit, { name, about, show }: Example): Html {
  return html`<section
    class="scroll-mt-4 rounded-xl border border-line bg-card p-5"
    id="${name}"
    aria-labelledby="${name}-name"
  >
    <h2 class="font-semibold" id="${name}-name">${name}</h2>
    <p class="mt-1 text-sm text-soft">${about}</p>
    <div class="my-5">${show(visit)}</div>
    <pre
      class="overflow-x-auto rounded-lg bg-paper p-4 text-xs"
      tabindex="0"
    ><code>${sourceOf(show)}</code></pre>
  </section>`;
}

/** The source of a function, without the compiler's names for imports. */
function sourceOf(show: Example["show"]): string {
  return show.toString().replaceAll(/\(0, \w+\.(\w+)\) ?/g, "$1");
}
