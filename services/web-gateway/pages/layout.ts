import { html, type Html } from "./html";

/** A whole page around its main part. */
export function page(title: string, main: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Jumar</title>
        <link rel="stylesheet" href="/assets/jumar.css" />
        <link rel="icon" href="/assets/jumar.svg" type="image/svg+xml" />
      </head>
      <body>
        <header class="top">
          <a class="name" href="/"
            ><img src="/assets/jumar.svg" alt="" width="24" height="24" />Jumar</a
          >
          <nav><a href="/api/docs">API</a></nav>
        </header>
        <main>${main}</main>
      </body>
    </html> `.text;
}
