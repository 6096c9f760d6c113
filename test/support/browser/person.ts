import type { Page } from "playwright-core";
import { type TextKey, texts } from "../../../services/web-gateway/pages/texts";
import type { Language } from "../../../shared/contracts";

/** What somebody does on our pages, by what they read there. */
export interface Person {
  page: Page;
  /** A text of the pages in their language. */
  says(key: TextKey, values?: Record<string, string | number>): string;
  open(path: string): Promise<void>;
  fill(fields: Record<string, string>): Promise<void>;
  press(name: string): Promise<void>;
  /** As people do who think that one press is not enough. */
  pressTwice(name: string): Promise<void>;
  /** The message of the page as a whole. */
  message(): Promise<string>;
  /** What is said beside a field. */
  errorOf(id: string): Promise<string>;
  path(): string;
}

/** A person who reads one language. Fields are named by their ids. */
export function personAt(page: Page, language: Language): Person {
  const t = texts[language];
  const press = async (name: string, times: number): Promise<void> => {
    const pressed = page.locator("main").getByRole("button", { name, exact: true });
    await Promise.all([page.waitForEvent("load"), pressed.first().click({ clickCount: times })]);
  };
  return {
    page,
    says: (key, values) => t(key, values),
    async open(path) {
      await page.goto(path);
    },
    async fill(fields) {
      for (const [id, value] of Object.entries(fields)) await page.locator(`#${id}`).fill(value);
    },
    press: (name) => press(name, 1),
    pressTwice: (name) => press(name, 2),
    message: async () =>
      (
        await page.locator("main :is([role=alert], [role=status]) > div").first().innerText()
      ).trim(),
    errorOf: async (id) => (await page.locator(`#${id}-error`).innerText()).trim(),
    path: () => new URL(page.url()).pathname,
  };
}
