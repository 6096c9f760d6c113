import { accessSync, constants } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import type { Language } from "../../../shared/contracts";
import { elsewhere } from "../address";
import { withPart } from "../left-out";

/** The browser without windows is the same engine at less than half the processor time. */
const INSTALLED = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];
const CHROMIUM = process.env.TEST_CHROMIUM ?? INSTALLED.find(isProgram);

/**
 * Tests in a real browser. Where there is none they are skipped and the run says so; with CI=true that
 * is a failure.
 */
export function withBrowser(what: string, tests: (browser: () => Browser) => void): void {
  withPart(what, whyNoBrowser(), () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launch();
    });
    afterAll(async () => {
      await browser.close();
    });
    tests(() => browser);
  });
}

function whyNoBrowser(): string | undefined {
  if (CHROMIUM !== undefined && isProgram(CHROMIUM)) return undefined;
  return `there is no Chromium at ${CHROMIUM ?? INSTALLED.join(" or ")}`;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function launch(): Promise<Browser> {
  return await chromium.launch({
    ...(CHROMIUM === undefined ? {} : { executablePath: CHROMIUM }),
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
    timezone?: string;
  } = {},
): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: url,
    extraHTTPHeaders: elsewhere(),
    locale: options.language === "de" ? "de-DE" : "en-GB",
    javaScriptEnabled: options.javaScript ?? true,
    colorScheme: options.dark ? "dark" : "light",
    viewport: { width: options.width ?? 1280, height: 900 },
    reducedMotion: "reduce",
    ...(options.timezone === undefined ? {} : { timezoneId: options.timezone }),
  });
  // Patience, not a promise: what has to be fast is measured where that is promised.
  context.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  context.on("console", (message) => {
    if (/content security policy|refused to/i.test(message.text())) complaints.push(message.text());
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  return { context, page: await context.newPage(), complaints };
}
