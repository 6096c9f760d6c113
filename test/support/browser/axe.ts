import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";

const source = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

interface Finding {
  id: string;
  impact: string | null;
  nodes: { html: string }[];
}

/** What axe finds serious or critical on a page, by the rules of WCAG 2.2 AA and good practice. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // Through the debugger, because our Content-Security-Policy lets no script in.
  await page.evaluate(source);
  const found = (await page.evaluate(
    "axe.run().then(({ violations }) => violations)",
  )) as Finding[];
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" | ")}`);
}
