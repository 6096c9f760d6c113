import type { Browser } from "playwright-core";
import type { Language, Mail } from "../../shared/contracts";
import { newVisitor, type Visitor, withBrowser } from "../support/browser/browser";
import { type Person, personAt } from "../support/browser/person";
import { eventually } from "../support/eventually";
import { type SharedTarget, sharedTarget } from "../support/shared-platform";

const PASSWORD = "correct horse battery staple";
const NEW_PASSWORD = "another horse, another battery";
const LAST_PASSWORD = "the last of all the passwords";

withBrowser("the pages of an account", (browser) => {
  let target: SharedTarget;
  beforeAll(async () => {
    target = await sharedTarget();
  });
  afterAll(async () => {
    await target.stop();
  });

  const ways: { language: Language; javaScript: boolean }[] = [
    { language: "en", javaScript: false },
    { language: "de", javaScript: true },
    { language: "en", javaScript: true },
    { language: "de", javaScript: false },
  ];
  for (const way of ways) {
    describe(`in ${way.language}, ${way.javaScript ? "with" : "without"} JavaScript`, () => {
      accountFlow(browser, () => target, way);
    });
  }
});

/** Everything that somebody does with their account, from signing up to deleting it. */
function accountFlow(
  browser: () => Browser,
  target: () => SharedTarget,
  { language, javaScript }: { language: Language; javaScript: boolean },
): void {
  const name = `account-${Math.random().toString(36).slice(2)}`;
  let email = `${name}@example.com`;
  const newEmail = `${name}.moved@example.com`;
  let visitor: Visitor;
  let person: Person;

  beforeAll(async () => {
    visitor = await newVisitor(browser(), target().url, { language, javaScript });
    person = personAt(visitor.page, language);
  });
  afterAll(async () => {
    await visitor.context.close();
    expect(visitor.complaints).toEqual([]);
  });

  const mailWith = async (to: string, path: string): Promise<Mail> =>
    await eventually(async () => {
      const mails = await target().mailTo(to);
      return mails.find(({ links }) => links.some((link) => link.includes(path)));
    });
  const logIn = async (password: string): Promise<void> => {
    await person.open("/users/log_in");
    await person.fill({ email, password });
    await person.press(person.says("log_in.button"));
  };

  it("registers: says what is wrong beside the fields, keeps the address and never the password", async () => {
    await person.open("/users/register");
    await person.fill({ email: "ada@", password: "short" });
    await person.press(person.says("register.button"));
    expect(await person.message()).toBe(person.says("errors.codes.validation_failed.text"));
    expect(await person.errorOf("email")).toBe(person.says("errors.fields.email.invalid_email"));
    expect(await person.errorOf("password")).toBe(
      person.says("errors.fields.password.too_small", { count: 12 }),
    );
    expect(await visitor.page.locator("#email").inputValue()).toBe("ada@");
    expect(await visitor.page.locator("#password").inputValue()).toBe("");
    expect(await visitor.page.locator(":focus").getAttribute("id")).toBe("email");

    await person.fill({ email, password: PASSWORD });
    await person.pressTwice(person.says("register.button"));
    expect(person.path()).toBe("/");
    expect(await person.message()).toBe(person.says("register.done"));
    await visitor.page.reload();
    expect(await person.message()).not.toBe(person.says("register.done"));
  });

  it("confirms by a press on the page of the mailed link, however often that was opened", async () => {
    const mail = await mailWith(email, "/users/confirm/");
    expect(mail.html).toContain(`lang="${language}"`);
    const path = new URL(mail.links[0]!).pathname;
    await person.open(path);
    await person.open(path);
    await person.pressTwice(person.says("confirm.button"));
    expect(await person.message()).toBe(person.says("confirm.done"));
    await person.open("/users/settings");
    expect(
      await visitor.page.getByText(person.says("settings.confirmed"), { exact: true }).count(),
    ).toBe(1);
  });

  it("logs out, and back in to the page that was asked for", async () => {
    await person.open("/");
    await visitor.page.getByRole("button", { name: person.says("log_out.button") }).click();
    await visitor.page.getByText(person.says("log_out.done")).waitFor();

    await person.open("/users/settings");
    expect(person.path()).toBe("/users/log_in");
    expect(await person.message()).toBe(person.says("log_in.required"));
    await person.fill({ email, password: "not the password" });
    await person.press(person.says("log_in.button"));
    expect(await person.message()).toBe(person.says("errors.codes.invalid_credentials.text"));
    expect(await visitor.page.locator("#email").inputValue()).toBe(email);
    expect(await visitor.page.locator("#password").inputValue()).toBe("");

    await person.fill({ password: PASSWORD });
    await visitor.page
      .getByLabel(person.says("log_in.remember_used", { count: 30, most: 60 }))
      .check();
    await person.press(person.says("log_in.button"));
    expect(person.path()).toBe("/users/settings");
    expect(await person.message()).toBe(person.says("log_in.done"));
    const cookie = (await visitor.context.cookies()).find((one) => one.name === "jumar_session")!;
    expect(cookie.expires).toBeGreaterThan(Date.now() / 1000 + 59 * 24 * 3600);
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax" });
  });

  it("moves to another address by the link that goes there", async () => {
    await person.open("/users/settings");
    await person.fill({
      "email_change-email": newEmail,
      "email_change-current_password": "wrong password",
    });
    await person.press(person.says("settings.email.button"));
    expect(await person.errorOf("email_change-current_password")).toBe(
      person.says("errors.fields.current_password.wrong_password"),
    );
    expect(await visitor.page.locator("#email_change-email").inputValue()).toBe(newEmail);
    await person.fill({ "email_change-current_password": PASSWORD });
    await person.press(person.says("settings.email.button"));
    expect(await person.message()).toBe(person.says("settings.email.done"));

    const mail = await mailWith(newEmail, "/users/settings/confirm_email/");
    const path = new URL(mail.links[0]!).pathname;
    await person.open(path);
    await person.open(path);
    await person.pressTwice(person.says("confirm_email.button"));
    expect(await person.message()).toBe(person.says("confirm_email.done"));
    expect(await visitor.page.getByText(newEmail).count()).toBeGreaterThan(0);
    email = newEmail;
    await person.open(path);
    expect(await person.message()).toBe(person.says("confirm_email.invalid"));
  });

  it("changes the password and stays logged in", async () => {
    await person.open("/users/settings");
    await person.fill({
      "password_change-password": NEW_PASSWORD,
      "password_change-password_confirmation": `${NEW_PASSWORD}!`,
      "password_change-current_password": PASSWORD,
    });
    await person.press(person.says("settings.password.button"));
    expect(await person.errorOf("password_change-password_confirmation")).toBe(
      person.says("errors.fields.password_confirmation.confirmation_mismatch"),
    );
    await person.fill({
      "password_change-password": NEW_PASSWORD,
      "password_change-password_confirmation": NEW_PASSWORD,
      "password_change-current_password": PASSWORD,
    });
    await person.press(person.says("settings.password.button"));
    expect(await person.message()).toBe(person.says("settings.password.done"));
    await person.open("/users/settings");
    expect(person.path()).toBe("/users/settings");
  });

  it("ends another session, and all others at once after asking", async () => {
    const other = await newVisitor(browser(), target().url, { language, javaScript });
    const third = await newVisitor(browser(), target().url, { language, javaScript });
    for (const { page } of [other, third]) {
      const there = personAt(page, language);
      await there.open("/users/log_in");
      await there.fill({ email, password: NEW_PASSWORD });
      await there.press(there.says("log_in.button"));
    }
    await person.open("/users/settings");
    await visitor.page.locator("#session-list form button").first().click();
    await visitor.page.getByText(person.says("sessions.ended")).waitFor();
    await visitor.page
      .getByRole("button", { name: person.says("sessions.end_others", { count: 1 }) })
      .click();
    await visitor.page
      .getByRole("button", { name: person.says("sessions.end_others_button") })
      .click();
    await visitor.page.getByText(person.says("sessions.others_ended")).waitFor();
    for (const { page, context } of [other, third]) {
      // With JavaScript the tab may be leaving by itself at this very moment.
      await page.goto("/users/settings").catch(() => undefined);
      await page.waitForURL(({ pathname }) => pathname === "/users/log_in");
      await context.close();
    }
  });

  it("chooses a new password through a mailed link, after the same answer for every address", async () => {
    await visitor.context.clearCookies();
    for (const address of ["nobody@example.com", email]) {
      await person.open("/users/reset_password");
      await person.fill({ email: address });
      await person.press(person.says("reset_request.button"));
      expect(person.path()).toBe("/");
      expect(await person.message()).toBe(person.says("reset_request.done"));
    }
    const path = new URL((await mailWith(email, "/users/reset_password/")).links[0]!).pathname;
    await person.open(path);
    await person.open(path);
    await person.fill({ password: LAST_PASSWORD, password_confirmation: LAST_PASSWORD });
    await person.pressTwice(person.says("reset.button"));
    expect(person.path()).toBe("/users/log_in");
    expect(await person.message()).toBe(person.says("reset.done"));
    await person.open(path);
    expect(await person.message()).toBe(person.says("reset.invalid"));
    await logIn(LAST_PASSWORD);
    expect(await person.message()).toBe(person.says("log_in.done"));
  });

  it("deletes the account, for whom knows its password", async () => {
    await person.open("/users/settings");
    await visitor.page.getByText(person.says("settings.deletion.open")).click();
    await person.fill({ "deletion-current_password": "wrong password" });
    await person.press(person.says("settings.deletion.button"));
    expect(await person.errorOf("deletion-current_password")).toBe(
      person.says("errors.fields.current_password.wrong_password"),
    );
    await person.fill({ "deletion-current_password": LAST_PASSWORD });
    await person.press(person.says("settings.deletion.button"));
    expect(await person.message()).toBe(person.says("settings.deletion.done"));
    await logIn(LAST_PASSWORD);
    expect(await person.message()).toBe(person.says("errors.codes.invalid_credentials.text"));
  });
}
