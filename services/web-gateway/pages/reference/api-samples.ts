import { type Html, html } from "../../../../shared/html";
import type { OperationObject } from "../../openapi/types";

/** How an operation is called, and what it answers then. */
export function samplesOf({ responses, "x-codeSamples": samples }: OperationObject): Html {
  const answer = Object.values(responses).find((one) => "content" in one);
  const [example] = "content" in (answer ?? {}) ? examplesOf(answer as object) : [];
  return html`${samples.map(({ label, source }) => block(label, source))}
  ${example !== undefined && block("Answer", example)}`;
}

function examplesOf(answer: { content?: Record<string, { example?: unknown }> }): string[] {
  return Object.values(answer.content ?? {}).map(({ example }) =>
    typeof example === "string" ? example : JSON.stringify(example, null, 2),
  );
}

function block(label: string, text: string): Html {
  return html`<details class="mt-3">
    <summary class="cursor-pointer text-sm font-semibold text-soft">${label}</summary>
    <pre
      class="mt-2 overflow-x-auto rounded-lg border border-line p-3 text-xs"
      role="group"
      aria-label="${label}"
      tabindex="0"
    ><code>${text}</code></pre>
  </details>`;
}
