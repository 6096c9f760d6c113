import { type Html, html } from "../../../../shared/html";

/** Strokes on a grid of 24; what has no outline is drawn by a line of round ends. */
const STROKES = {
  menu: "M4 7h16M4 12h16M4 17h16",
  close: "M6 6l12 12M18 6L6 18",
  check: "M5 13l4 4L19 7",
  info: "M12 11v6M12 7.5v.01M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0",
  warning:
    "M12 9v5M12 17.5v.01M10.3 4.2L2.6 18a2 2 0 0 0 1.7 3h15.4a2 2 0 0 0 1.7-3L13.7 4.2a2 2 0 0 0-3.4 0",
  eye: "M2 12s3.6-7 10-7 10 7 10 7-3.6 7-10 7S2 12 2 12M15 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0",
  "eye-off":
    "M4 4l16 16M9.9 5.2A10 10 0 0 1 12 5c6.4 0 10 7 10 7a17 17 0 0 1-3 3.8M6.3 6.9A16 16 0 0 0 2 12s3.6 7 10 7a10 10 0 0 0 5-1.4",
  back: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  device: "M3 18h18M5 15V6a1 1 0 0 1 1-1h12a1 1 0 0 1 1 1v9",
  mail: "M4 6h16v12H4zM4 7l8 6 8-6",
} as const;

export type IconName = keyof typeof STROKES;

/** A sign beside words; it says nothing that the words do not, so screen readers pass over it. */
export function icon(name: IconName, size: "small" | "medium" = "medium"): Html {
  return html`<svg
    class="${size === "small" ? "size-4" : "size-5"} shrink-0 fill-none stroke-current stroke-2"
    viewBox="0 0 24 24"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    <path d="${STROKES[name]}" />
  </svg>`;
}
