import type { Wording } from "../../../../shared/languages";
import type { en } from "./en";

/** Everything that mails say, in German. */
export const de: Wording<typeof en> = {
  greeting: "Guten Tag {{to}},",
  confirmation: {
    subject: "Bestätigen Sie Ihre E-Mail-Adresse",
    message_one:
      "Bitte bestätigen Sie, dass diese Adresse Ihnen gehört. Der Link gilt {{count}} Tag lang.",
    message_other:
      "Bitte bestätigen Sie, dass diese Adresse Ihnen gehört. Der Link gilt {{count}} Tage lang.",
    button: "Diese Adresse bestätigen",
    otherwise:
      "Wenn Sie sich nicht registriert haben, ignorieren Sie diese Mail; mehr folgt daraus nicht.",
  },
  password_reset: {
    subject: "Wählen Sie ein neues Passwort",
    message_one:
      "Jemand möchte ein neues Passwort für Ihr Konto wählen. Der Link gilt {{count}} Tag lang.",
    message_other:
      "Jemand möchte ein neues Passwort für Ihr Konto wählen. Der Link gilt {{count}} Tage lang.",
    button: "Neues Passwort wählen",
    otherwise:
      "Wenn Sie es nicht waren, ignorieren Sie diese Mail; Ihr Passwort bleibt, wie es ist.",
  },
  email_change: {
    subject: "Bestätigen Sie Ihre neue E-Mail-Adresse",
    message_one:
      "Bitte bestätigen Sie, dass Ihr Konto zu dieser Adresse umziehen darf. Der Link gilt {{count}} Tag lang.",
    message_other:
      "Bitte bestätigen Sie, dass Ihr Konto zu dieser Adresse umziehen darf. Der Link gilt {{count}} Tage lang.",
    button: "Diese Adresse benutzen",
    otherwise:
      "Wenn Sie das nicht verlangt haben, ignorieren Sie diese Mail; mehr folgt daraus nicht.",
  },
  email_change_notice: {
    subject: "Ihre E-Mail-Adresse soll sich ändern",
    message: "Jemand, der Ihr Passwort kennt, möchte Ihr Konto zu einer anderen Adresse umziehen.",
    otherwise:
      "Wenn Sie es nicht waren, melden Sie sich an und ändern Sie jetzt Ihr Passwort: Das sagt es ab.",
  },
  password_changed: {
    subject: "Ihr Passwort wurde geändert",
    message: "Das Passwort Ihres Kontos wurde geändert und alle anderen Sitzungen wurden beendet.",
    otherwise:
      "Wenn Sie es nicht waren, wählen Sie sofort über die Anmeldeseite ein neues Passwort.",
  },
  password_was_reset: {
    subject: "Ihr Passwort wurde neu gewählt",
    message:
      "Über einen Link in einer Mail wurde ein neues Passwort gewählt und alle Sitzungen wurden beendet.",
    otherwise:
      "Wenn Sie es nicht waren, liest jemand Ihre Mails: Sichern Sie sie und wählen Sie dann ein neues Passwort.",
  },
};
