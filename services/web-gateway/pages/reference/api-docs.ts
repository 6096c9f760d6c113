import { errorCatalogue } from "../../../../shared/errors";
import { type Html, html } from "../../../../shared/html";
import type { OpenApiDocument } from "../../openapi/types";
import { badge } from "../components/badge";
import { card } from "../components/card";
import { field } from "../components/forms/field";
import { filters } from "../components/forms/filters";
import { header } from "../components/header";
import { link } from "../components/link";
import type { Page } from "../layout/page";
import type { Texts } from "../texts";
import { samplesOf } from "./api-samples";
import { fieldsTable, parametersOf, propertiesOf, responsesTable, rowsTable } from "./api-tables";
import {
  entriesOf,
  type Entry,
  ownAnswers,
  type SharedAnswers,
  sharedAnswers,
} from "./shared-answers";

const SEARCH = { name: "query", label: "Operations about", type: "search" } as const;

const METHODS: Record<string, string> = {
  get: "text-info",
  post: "text-brand",
  put: "text-warning",
  patch: "text-warning",
  delete: "text-danger",
};

/** The OpenAPI document as a page for people; with a query, the operations that have each of its words. */
export function apiDocsPage(document: OpenApiDocument, t: Texts, query = ""): Page {
  const entries = entriesOf(document).filter((entry) => hasWords(entry, query));
  const shared = sharedAnswers(document);
  const sections = document.tags.map(({ name, description }) => ({
    name,
    description,
    entries: entries.filter(({ operation }) => operation.tags.includes(name)),
  }));
  return {
    title: "API",
    width: "wide",
    mainLanguage: "en",
    main: html`${header({ title: `${document.info.title} API`, subtitle: document.info.summary })}
      <div class="max-w-prose space-y-3">
        <p>${prose(document.info.description)}</p>
        <p>
          All paths are below ${code(document.servers[0]?.url ?? "")}. For programs:
          ${link("/api/openapi.json", "OpenAPI 3.1")}.
        </p>
      </div>
      ${heading("authentication", "Authentication", "Whoever logs in has a session, and shows it in one of two ways.")}
      ${card({ body: authenticationTable(document.components) })}
      <div class="mt-8">
        ${filters("/api/docs", field(t, { ...SEARCH, value: query, free: true }), "Search")}
      </div>
      ${entries.length === 0 && html`<p class="py-4 text-soft">No operation has all of these words.</p>`}
      <ul class="my-8 gap-8 text-sm sm:columns-2">
        ${sections
          .flatMap((section) => section.entries)
          .map(
            ({ method, path, operation }) =>
              html`<li class="break-inside-avoid py-1">
                <a class="hover:underline" href="#${operation.operationId}"
                  >${signature(method, path)}</a
                >
              </li>`,
          )}
      </ul>
      ${sections
        .filter((section) => section.entries.length > 0)
        .map(
          (section) =>
            html`${heading(section.name, section.name, section.description)}
              <div class="grid grid-cols-1 gap-4">
                ${section.entries.map((entry) => operationCard(entry, shared, document.components))}
              </div>`,
        )}
      ${heading("problems", "Problems", "The errors that many operations share, and every code that there is.")}
      <div class="grid grid-cols-1 gap-4">
        ${shared.map(({ title, answers }) =>
          card({ title, body: responsesTable(answers, document.components, prose) }),
        )}
        ${card({ title: "Every error has one of these codes", body: problemsTable() })}
      </div>`,
  };
}

/** Whether each word of a query is in the name, the path or the section of an operation, or in what it does. */
function hasWords({ method, path, operation }: Entry, query: string): boolean {
  const { operationId, summary, tags } = operation;
  const text = [method, path, operationId, summary, ...tags].join(" ").toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function heading(id: string, title: string, about: string): Html {
  return html`<h2 class="mt-12 scroll-mt-4 text-xl font-bold" id="${id}">${title}</h2>
    <p class="mt-1 mb-4 text-soft">${about}</p>`;
}

function operationCard(
  entry: Entry,
  shared: readonly SharedAnswers[],
  components: OpenApiDocument["components"],
): Html {
  const { method, path, operation } = entry;
  const body = operation.requestBody?.content["application/json"]?.schema;
  const parameters = operation.parameters ?? [];
  return html`<section
    class="scroll-mt-4 rounded-xl border border-line bg-card p-5 sm:p-6"
    id="${operation.operationId}"
  >
    <h3 class="flex flex-wrap items-baseline gap-3 font-semibold">
      ${signature(method, path)} ${badge(operation.security.length > 0 ? "logged in" : "anyone")}
    </h3>
    <p class="mt-2">${operation.summary}</p>
    ${parameters.length > 0 && part("Parameters", fieldsTable(parametersOf(parameters)))}
    ${body && part("Body", fieldsTable(propertiesOf(body)))}
    ${part("Example", samplesOf(operation))}
    ${part("Responses", responsesTable(ownAnswers(entry, shared), components, prose))}
    <p class="mt-2 text-sm text-soft">
      Beside these, ${link("#problems", "the errors that it shares with others")}.
    </p>
  </section>`;
}

function part(title: string, body: Html): Html {
  return html`<h4 class="mt-5 mb-1 text-sm font-semibold text-soft">${title}</h4>
    ${body}`;
}

function signature(method: string, path: string): Html {
  return html`<span class="font-mono text-xs font-bold ${METHODS[method]}"
      >${method.toUpperCase()}</span
    >
    ${code(path)}`;
}

function code(text: string): Html {
  return html`<code>${text}</code>`;
}

/** Text with words in backticks. */
function prose(text: string): Html[] {
  return text.split("`").map((each, index) => (index % 2 ? code(each) : html`${each}`));
}

function authenticationTable({ securitySchemes }: OpenApiDocument["components"]): Html {
  return rowsTable(
    Object.entries(securitySchemes).map(([name, { description }]) => [
      code(name),
      html`${prose(description)}`,
    ]),
  );
}

function problemsTable(): Html {
  return rowsTable(
    Object.entries(errorCatalogue).map(([word, { status, title }]) => [
      link(`/problems/${word}`, code(word)),
      String(status),
      title,
    ]),
  );
}
