import type { Brand } from "../../../../shared/config";
import { type Html, html } from "../../../../shared/html";
import { assetPaths } from "../assets";
import { connectionNotice, flashMessage } from "../components/flash";
import { languageSwitch } from "./language-switch";
import { navigation } from "./navigation";
import type { Frame, Page } from "./page";

const WIDTHS = { narrow: "max-w-md", normal: "max-w-3xl", wide: "max-w-6xl" };

/** A whole page: the layout that all pages share around its own content. */
export function layout(
  frame: Frame,
  { title, main, width = "normal", mainLanguage }: Page,
): string {
  const { t, language, flash, brand } = frame;
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · ${brand.name}</title>
        ${headOf(frame)}
      </head>
      <body class="flex min-h-dvh flex-col antialiased" ${liveAttributes(frame)}>
        <a
          class="sr-only z-20 rounded-lg bg-card px-4 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
          href="#main"
          >${t("layout.skip")}</a
        >
        <header class="border-b border-line bg-card">
          <div
            class="mx-auto flex min-h-16 max-w-6xl items-center justify-between gap-4 px-4 sm:px-6"
          >
            ${logo(brand)} ${navigation(frame)}
          </div>
        </header>
        <main
          class="mx-auto w-full grow px-4 py-8 sm:px-6 sm:py-12 ${WIDTHS[width]}"
          id="main"
          ${mainLanguage !== undefined && mainLanguage !== language && html`lang="${mainLanguage}"`}
        >
          ${flash && flashMessage(t, flash)} ${main}
        </main>
        ${footer(frame)} ${frame.user && connectionNotice(t)}
      </body>
    </html> `.text;
}

function headOf({ formToken, brand }: Frame): Html {
  const { stylesheet, script, icon } = assetPaths(brand);
  return html`<link rel="stylesheet" href="${stylesheet}" />
    <link rel="icon" href="${icon}" />
    ${
      formToken !== undefined &&
      html`<meta name="htmx-config" content="${HTMX}" />
        <script src="${script}" defer></script>`
    }`;
}

// Without what our Content-Security-Policy blocks, and without what is not used.
const HTMX = JSON.stringify({
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyEnabled: false,
});

/** Tells the script where the account's event stream is, and where to go when the session ends. */
function liveAttributes({ user, here }: Frame): Html {
  if (!user) return html``;
  const left = `/users/log_in?${new URLSearchParams({ ended: "true", return_to: here }).toString()}`;
  return html`data-stream="/api/v1/me/stream" data-session="/api/v1/session" data-left="${left}"`;
}

// The rope that the ascender of Jumar's own logo hangs on comes from above.
const ROPE =
  "before:absolute before:-top-4 before:left-[20.5px] before:h-4 before:w-[3px] before:bg-rope";

function logo(brand: Brand): Html {
  const { icon, darkIcon } = assetPaths(brand);
  return html`<a
    class="relative inline-flex items-center gap-3 rounded-lg text-lg font-bold tracking-tight ${!brand.logo && ROPE}"
    href="${brand.home ?? "/"}"
  >
    <picture>
      <source srcset="${darkIcon}" media="(prefers-color-scheme: dark)" />
      <img class="h-8 w-auto" src="${icon}" alt="" height="32" />
    </picture>
    ${brand.name}
  </a>`;
}

function footer(frame: Frame): Html {
  const { t, language, mailbox, brand } = frame;
  return html`<footer class="border-t border-line text-sm text-soft">
    <div
      class="mx-auto flex max-w-6xl flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-4 sm:px-6"
    >
      <div class="flex flex-wrap gap-x-4">
        ${brand.legal.map(({ label, url }) => footerLink(url, label[language]))}
        ${brand.support !== undefined && footerLink(`mailto:${brand.support}`, t("layout.support"))}
        ${footerLink("/api/docs", t("layout.api"))}
        ${mailbox && footerLink("/dev/mailbox", t("mailbox.title"))}
        ${mailbox && footerLink("/dev/components", t("layout.components"))}
      </div>
      ${languageSwitch(frame)}
    </div>
  </footer>`;
}

function footerLink(href: string, label: string): Html {
  return html`<a
    class="inline-flex min-h-9 items-center hover:text-ink hover:underline"
    href="${href}"
    >${label}</a
  >`;
}
