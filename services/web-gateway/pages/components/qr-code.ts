import { create } from "qrcode";
import { type Html, html } from "../../../../shared/html";

/** What scanners need around the code, in modules. */
const QUIET = 4;

/** A text as a QR code, dark on white whatever the page looks like. */
export function qrCode(text: string, label: string): Html {
  const { size, data } = create(text, { errorCorrectionLevel: "M" }).modules;
  const dark = Array.from(data, (on, at) => ({ on, at })).filter(({ on }) => on);
  const path = dark
    .map(({ at }) => `M${(at % size) + QUIET} ${Math.floor(at / size) + QUIET}h1v1h-1z`)
    .join("");
  const side = size + 2 * QUIET;
  return html`<svg
    class="size-56 rounded-lg"
    role="img"
    aria-label="${label}"
    viewBox="0 0 ${side} ${side}"
    shape-rendering="crispEdges"
  >
    <rect width="${side}" height="${side}" fill="#fff" />
    <path d="${path}" fill="#000" />
  </svg>`;
}
