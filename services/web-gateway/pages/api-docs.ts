import { errorCatalogue } from "../../../shared/errors";
import type { OpenApiDocument, OperationObject } from "../openapi/types";
import { fieldsTable, responsesTable } from "./api-tables";
import { html, type Html } from "./html";
import { page } from "./layout";

interface Entry {
  method: string;
  path: string;
  operation: OperationObject;
}

/** The OpenAPI document as a page for people. */
export function apiDocsPage(document: OpenApiDocument): string {
  const entries = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method, path, operation })),
  );
  const sections = document.tags.map(({ name, description }) => ({
    name,
    description,
    entries: entries.filter(({ operation }) => operation.tags.includes(name)),
  }));
  return page(
    "API",
    html`<h1>${document.info.title} API</h1>
      <p class="lead">${document.info.summary}</p>
      <p>${prose(document.info.description)}</p>
      <p>
        Everything lives below <code>${document.servers[0]?.url ?? ""}</code>. For programs:
        <a href="/api/openapi.json">OpenAPI 3.1</a>.
      </p>
      <ul class="index">
        ${entries.map(
          ({ method, path, operation }) =>
            html`<li><a href="#${operation.operationId}">${signature(method, path)}</a></li>`,
        )}
      </ul>
      ${sections.map(
        (section) =>
          html`<h2 id="${section.name}">${section.name}</h2>
            <p class="soft">${section.description}</p>
            ${section.entries.map((entry) => operationCard(entry, document.components))}`,
      )}
      <h2 id="problems">Problems</h2>
      <p class="soft">Every error has one of these codes.</p>
      ${problemsTable()}`,
  );
}

function operationCard(
  { method, path, operation }: Entry,
  components: OpenApiDocument["components"],
): Html {
  const body = operation.requestBody?.content["application/json"]?.schema;
  const parameters = operation.parameters ?? [];
  return html`<section class="card operation" id="${operation.operationId}">
    <h3 class="signature">
      ${signature(method, path)}
      <span class="tag">${operation.security.length > 0 ? "logged in" : "anyone"}</span>
    </h3>
    <p>${operation.summary}</p>
    ${
      parameters.length > 0 &&
      html`<h4>Parameters</h4>
        ${fieldsTable(
          parameters.map(({ name, required, schema, description }) => ({
            name,
            required,
            schema: { ...schema, ...(description === undefined ? {} : { description }) },
          })),
        )}`
    }
    ${
      body &&
      html`<h4>Body</h4>
        ${fieldsTable(
          Object.entries(body.properties ?? {}).map(([name, schema]) => ({
            name,
            required: (body.required ?? []).includes(name),
            schema,
          })),
        )}`
    }
    <h4>Answers</h4>
    ${responsesTable(operation.responses, components, prose)}
  </section>`;
}

function signature(method: string, path: string): Html {
  return html`<span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code>`;
}

/** Text with words in backticks. */
function prose(text: string): Html[] {
  return text
    .split("`")
    .map((part, index) => (index % 2 ? html`<code>${part}</code>` : html`${part}`));
}

function problemsTable(): Html {
  return html`<div class="scroll">
    <table>
      ${Object.entries(errorCatalogue).map(
        ([code, { status, title }]) =>
          html`<tr>
            <th scope="row">
              <a href="/problems/${code}"><code>${code}</code></a>
            </th>
            <td>${status}</td>
            <td>${title}</td>
          </tr>`,
      )}
    </table>
  </div>`;
}
