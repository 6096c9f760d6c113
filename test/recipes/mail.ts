import type { Recipe } from "./recipe";

/** A notice to those who were vouched for. */
export const mail: Recipe = {
  title: "A mail",
  adds: {},
  edits: {
    "shared/contracts/mail-kinds.ts": [
      [
        '  password_changed: { events: ["user.password_changed"] },',
        '  vouched: { events: ["user.vouched"] },\n  password_changed: { events: ["user.password_changed"] },',
      ],
    ],
    "services/notifier/domain/locales/en.ts": [
      [
        "  password_changed: {",
        `  vouched: {
    subject: "Somebody vouched for you",
    message: "Your address counts as confirmed.",
    otherwise: "If you have no account, tell us.",
  },
  password_changed: {`,
      ],
    ],
    "services/notifier/domain/locales/de.ts": [
      [
        "  password_changed: {",
        `  vouched: {
    subject: "Jemand hat sich für Sie verbürgt",
    message: "Ihre Adresse gilt als bestätigt.",
    otherwise: "Wenn Sie kein Konto haben, sagen Sie es uns.",
  },
  password_changed: {`,
      ],
    ],
    "docs/observability.md": [["`password_changed`, ", "`vouched`, `password_changed`, "]],
  },
};
