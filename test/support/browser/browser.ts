import { accessSync, constants } from "node:fs";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import type { Language } from "../../../shared/contracts";
import { leftOut } from "../left-out";

const CHROMIUM = process.env.TEST_CHROMIUM ?? "/usr/bin/chromium";

/**
 * Tests in a real browser. Where there is none they are skipped and the run says so; with CI=true that
 * is a failure.
 */
export function withBrowser(what: string, tests: (browser: () => Browser) => void): void {
  const absent = whyNoBrowser();
  if (absent !== undefined) {
    describe(what, () => {
      it.skip(`needs a browser: ${absent}`, () => undefined);
      leftOut(what, absent);
    });
    return;
  }
  describe(what, () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launch();
    }, 60_000);
    afterAll(async () => {
      await browser.close();
    });
    tests(() => browser);
  });
}

function whyNoBrowser(): string | undefined {
  try {
    accessSync(CHROMIUM, constants.X_OK);
    return undefined;
  } catch {
    return `there is no Chromium at ${CHROMIUM}`;
  }
}

async function launch(): Promise<Browser> {
  return await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ],
  });
}

export interface Visitor {
  context: BrowserContext;
  page: Page;
  /** What the Content-Security-Policy stopped, and scripts that failed. */
  complaints: string[];
}

/** Somebody in a browser of their own, who asks for pages in a language. */
export async function newVisitor(
  browser: Browser,
  url: string,
  options: {
    language?: Language;
    javaScript?: boolean;
    dark?: boolean;
    width?: number;
  } = {},
): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: url,
    locale: options.language === "de" ? "de-DE" : "en-GB",
    javaScriptEnabled: options.javaScript ?? true,
    colorScheme: options.dark ? "dark" : "light",
    viewport: { width: options.width ?? 1280, height: 900 },
    reducedMotion: "reduce",
  });
  // Patience, not a promise: what has to be fast is measured where that is promised.
  context.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  context.on("console", (message) => {
    if (/content security policy|refused to/i.test(message.text())) complaints.push(message.text());
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  return { context, page: await context.newPage(), complaints };
}
