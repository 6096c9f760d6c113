import { type TextKey, texts } from "../../../services/web-gateway/pages/texts";
import { html } from "../../../shared/html";
import { hiddenFieldsOf } from "../../support/forms";
import { type Answer, browser, type Gateway, ORIGIN } from "./support";

const HTML = { accept: "text/html" };

/** What is sent along in a `Cookie` header of what an answer sets. */
export function cookiesOf({ headers }: Answer): string {
  return (headers["set-cookie"] ?? []).map((line) => line.split(";")[0]).join("; ");
}

/** A page as a visitor gets it, and how they send its form, as often as they like. */
export async function visitPage(
  gateway: Gateway,
  path: string,
  { session, cookie: before }: { session?: string | undefined; cookie?: string } = {},
) {
  const own = [session && browser(session).cookie, before].filter(Boolean).join("; ");
  const shown = await gateway.ask("GET", path, {
    headers: { ...HTML, ...(own === "" ? {} : { cookie: own }) },
  });
  const cookie = [own, cookiesOf(shown)].filter(Boolean).join("; ");
  return {
    shown,
    cookie,
    send: (
      fields: Record<string, string>,
      action = path,
      headers: Record<string, string> = {},
      at = gateway,
    ) =>
      at.ask("POST", action, {
        headers: {
          ...HTML,
          ...(cookie === "" ? {} : { cookie }),
          origin: ORIGIN,
          "sec-fetch-site": "same-origin",
          "content-type": "application/x-www-form-urlencoded",
          ...headers,
        },
        body: new URLSearchParams({ ...hiddenFieldsOf(shown.text, action), ...fields }).toString(),
      }),
  };
}

/** A text of the pages as their HTML has it. */
export const textOf = (key: TextKey): string => html`${texts.en(key)}`.text;

/** What the page says that an answer leads to, for whom had these cookies. */
export async function saidAfter(gateway: Gateway, answer: Answer, cookie: string): Promise<string> {
  const all = `${cookie}; ${cookiesOf(answer)}`.split("; ").filter(Boolean);
  const latest = new Map(all.map((pair) => [pair.split("=")[0], pair]));
  const headers = { ...HTML, cookie: [...latest.values()].join("; ") };
  return (await gateway.ask("GET", String(answer.headers.location), { headers })).text;
}
