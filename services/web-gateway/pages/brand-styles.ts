import type { Brand } from "../../../shared/config";

/** What the stylesheet ends with when the colours are not Jumar's; the shades follow from them. */
export function brandStyles({ colours }: Brand): string {
  if (!colours) return "";
  const light = shades(colours.light, { towards: "black", on: "#ffffff" });
  const dark = shades(colours.dark, { towards: "white", on: "#0f1412" });
  return `\n:root{${light}}@media (prefers-color-scheme:dark){:root{${dark}}}`;
}

function shades(colour: string, { towards, on }: { towards: string; on: string }): string {
  return [
    `--brand:${colour}`,
    `--brand-strong:color-mix(in srgb,${colour} 80%,${towards})`,
    `--on-brand:${on}`,
    `--tint:color-mix(in srgb,${colour} 8%,var(--card))`,
  ].join(";");
}
