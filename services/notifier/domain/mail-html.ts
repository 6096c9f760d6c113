import { html } from "../../../shared/html";
import type { Letter } from "./letter";

const JUMARS_COLOUR = "#1d6a56";

// Mail programs take looks from attributes alone, and know little of what browsers know. Nothing is
// loaded from anywhere: that would tell when a mail is read.
const STYLES = {
  body: "margin:0;padding:24px 16px;background:#f6f7f4;color:#17211d;font:16px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif",
  card: "max-width:34rem;margin:0 auto;padding:28px;background:#ffffff;border:1px solid #dfe4e0;border-radius:12px",
  name: "max-width:34rem;margin:0 auto 12px;font-weight:700",
  button:
    "display:inline-block;padding:12px 20px;border-radius:8px;color:#ffffff;font-weight:600;text-decoration:none",
  soft: "color:#55625c;font-size:14px",
};

/** A letter as HTML, light in every mail program. */
export function mailHtml({
  language,
  subject,
  greeting,
  message,
  link,
  otherwise,
  support,
  brand,
}: Letter): string {
  const colour = brand.colour ?? JUMARS_COLOUR;
  const button =
    link &&
    html`<p style="margin:24px 0">
      <a href="${link.url}" style="${STYLES.button};background:${colour}">${link.label}</a>
    </p>`;
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <title>${subject}</title>
      </head>
      <body style="${STYLES.body}">
        <p style="${STYLES.name};color:${colour}">${brand.name}</p>
        <div style="${STYLES.card}">
          <p style="margin-top:0">${greeting}</p>
          <p>${message}</p>
          ${button}
          <p style="${STYLES.soft};margin-bottom:0">${otherwise}</p>
          ${support !== undefined && html`<p style="${STYLES.soft};margin-bottom:0">${support}</p>`}
        </div>
      </body>
    </html> `.text;
}
