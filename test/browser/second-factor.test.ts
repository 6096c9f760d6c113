import type { Language } from "../../shared/contracts";
import { seriousFindings } from "../support/browser/axe";
import { newVisitor, type Visitor, withBrowser } from "../support/browser/browser";
import { type Person, personAt } from "../support/browser/person";
import { type SharedTarget, sharedTarget } from "../support/shared-platform";
import { totpCode } from "../support/totp-code";

const PASSWORD = "correct horse battery staple";
const SECURITY = "/users/settings/security";
const SECOND_STEP = "/users/log_in/factor";

interface Way {
  language: Language;
  javaScript: boolean;
  dark: boolean;
  width: number;
}

withBrowser("the pages of a second factor", (browser) => {
  let target: SharedTarget;
  beforeAll(async () => {
    target = await sharedTarget();
  });
  afterAll(async () => {
    await target.stop();
  });

  const ways: Way[] = [
    { language: "en", javaScript: false, dark: false, width: 390 },
    { language: "de", javaScript: true, dark: true, width: 1280 },
  ];
  it.each(ways)(
    "add an app, show recovery codes and ask for one at log-in: $language, JavaScript $javaScript",
    async (way) => {
      const visitor = await newVisitor(browser(), target.url, way);
      const person = personAt(visitor.page, way.language);
      const email = `factor-${Math.random().toString(36).slice(2)}@example.com`;
      await person.open("/users/register");
      await person.fill({ email, password: PASSWORD });
      await person.press(person.says("register.button"));

      const [recoveryCode = ""] = await addApp(visitor, person, way);
      await visitor.context.clearCookies({ name: "jumar_session" });

      await person.open("/users/log_in");
      await person.fill({ email, password: PASSWORD });
      await person.press(person.says("log_in.button"));
      expect(person.path()).toBe(SECOND_STEP);
      await looksRight(visitor, way);
      await visitor.page.getByText(person.says("second_step.totp.other")).click();
      await visitor.page.getByText(person.says("second_step.recovery_code.lead")).waitFor();
      await looksRight(visitor, way);
      await person.fill({ code: "nonsense" });
      await person.press(person.says("second_step.button"));
      expect(await person.errorOf("code")).toBe(person.says("errors.any_field.wrong_code"));
      expect(await visitor.page.locator("#code").inputValue()).toBe("nonsense");
      await person.fill({ code: recoveryCode });
      await person.press(person.says("second_step.button"));
      expect(await person.message()).toBe(person.says("log_in.done"));

      await person.open(SECURITY);
      await looksRight(visitor, way);
      await visitor.context.close();
      expect(visitor.complaints).toEqual([]);
    },
  );
});

/** Adds an authenticator app; answers with the recovery codes that are shown then. */
async function addApp(visitor: Visitor, person: Person, way: Way): Promise<string[]> {
  const { page } = visitor;
  await person.open(SECURITY);
  await looksRight(visitor, way);
  await person.fill({ label: "A phone" });
  await person.press(person.says("security.apps.add"));
  await looksRight(visitor, way);
  const secret = (await page.locator("code").textContent())?.trim() ?? "";
  await person.fill({ code: totpCode(secret) });
  await person.press(person.says("security.enrolment.button"));
  expect(await person.message()).toBe(person.says("security.apps.added"));
  await looksRight(visitor, way);
  return await page.locator("main li").allTextContents();
}

/** Nothing beside the window, and nothing serious for axe, which is a script. */
async function looksRight({ page }: Visitor, { width, javaScript }: Way): Promise<void> {
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
  if (javaScript) expect(await seriousFindings(page)).toEqual([]);
}
