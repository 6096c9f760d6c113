import type { Answer, HttpClient } from "./http";

/** A page as a browser without JavaScript gets it. */
export async function openPage(client: HttpClient, path: string): Promise<Answer> {
  return await client.get(path, { accept: "text/html" });
}

/** Fills in the form of a page that goes to `action` and sends it, with the hidden fields that it has. */
export async function sendForm(
  client: HttpClient,
  page: string,
  fields: Record<string, string>,
  action = page,
): Promise<Answer> {
  const { body } = await openPage(client, page);
  const hidden = hiddenFieldsOf(String(body), action);
  return await postForm(client, action, { ...hidden, ...fields });
}

/** Sends fields as a form does. */
export async function postForm(
  client: HttpClient,
  action: string,
  fields: Record<string, string>,
): Promise<Answer> {
  return await client.request("POST", action, {
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "text/html" },
    body: new URLSearchParams(fields).toString(),
  });
}

/** The hidden fields of the form of a page that goes to an address. */
export function hiddenFieldsOf(page: string, action: string): Record<string, string> {
  const form = page
    .split("<form")
    .find((part) => part.includes(`action="${action.replaceAll("&", "&amp;")}"`));
  if (form === undefined) throw new Error(`no form goes to ${action}`);
  const inputs = form.split("</form>")[0]!.matchAll(/<input type="hidden"[^>]*>/g);
  return Object.fromEntries(
    [...inputs].map(([input]) => [attributeOf(input, "name"), attributeOf(input, "value")]),
  );
}

function attributeOf(tag: string, name: string): string {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
}
