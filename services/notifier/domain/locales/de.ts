import type { Wording } from "../../../../shared/languages";
import type { en } from "./en";

/** Everything that mails say, in German. */
export const de: Wording<typeof en> = {
  greeting: "Guten Tag {{to}},",
  support: "Fragen? Schreiben Sie an {{address}}.",
  confirmation: {
    subject: "Bestätigen Sie Ihre E-Mail-Adresse",
    message_one:
      "Bitte bestätigen Sie, dass diese Adresse Ihnen gehört. Der Link gilt {{count}} Tag lang.",
    message_other:
      "Bitte bestätigen Sie, dass diese Adresse Ihnen gehört. Der Link gilt {{count}} Tage lang.",
    button: "Diese Adresse bestätigen",
    otherwise: "Wenn Sie sich nicht registriert haben, können Sie diese E-Mail ignorieren.",
  },
  password_reset: {
    subject: "Wählen Sie ein neues Passwort",
    message_one:
      "Jemand hat ein neues Passwort für Ihr Konto angefordert. Der Link gilt {{count}} Tag lang.",
    message_other:
      "Jemand hat ein neues Passwort für Ihr Konto angefordert. Der Link gilt {{count}} Tage lang.",
    button: "Neues Passwort wählen",
    otherwise:
      "Wenn Sie das nicht waren, können Sie diese E-Mail ignorieren; Ihr Passwort bleibt unverändert.",
  },
  invitation: {
    subject: "Sie wurden eingeladen",
    message_one:
      "Für Sie wurde ein Konto angelegt. Wählen Sie ein Passwort, um es zu benutzen. Der Link gilt {{count}} Tag lang.",
    message_other:
      "Für Sie wurde ein Konto angelegt. Wählen Sie ein Passwort, um es zu benutzen. Der Link gilt {{count}} Tage lang.",
    button: "Passwort wählen",
    otherwise: "Wenn Sie nicht wissen, worum es geht, können Sie diese E-Mail ignorieren.",
  },
  email_change: {
    subject: "Bestätigen Sie Ihre neue E-Mail-Adresse",
    message_one:
      "Bitte bestätigen Sie, dass dies die neue Adresse Ihres Kontos ist. Der Link gilt {{count}} Tag lang.",
    message_other:
      "Bitte bestätigen Sie, dass dies die neue Adresse Ihres Kontos ist. Der Link gilt {{count}} Tage lang.",
    button: "Diese Adresse verwenden",
    otherwise: "Wenn Sie das nicht angefordert haben, können Sie diese E-Mail ignorieren.",
  },
  email_change_notice: {
    subject: "Ihre E-Mail-Adresse soll sich ändern",
    message: "Jemand, der Ihr Passwort kennt, möchte die E-Mail-Adresse Ihres Kontos ändern.",
    otherwise:
      "Wenn Sie das nicht waren, melden Sie sich an und ändern Sie jetzt Ihr Passwort: Damit ist die Änderung abgebrochen.",
  },
  password_changed: {
    subject: "Ihr Passwort wurde geändert",
    message:
      "Das Passwort Ihres Kontos wurde geändert, und alle anderen Sitzungen wurden abgemeldet.",
    otherwise:
      "Wenn Sie das nicht waren, setzen Sie Ihr Passwort sofort über die Anmeldeseite zurück.",
  },
  password_was_reset: {
    subject: "Ihr Passwort wurde zurückgesetzt",
    message:
      "Über einen Link aus einer E-Mail wurde ein neues Passwort gesetzt, und alle Sitzungen wurden abgemeldet.",
    otherwise:
      "Wenn Sie das nicht waren, kann jemand Ihre E-Mails lesen: Sichern Sie Ihr Postfach und wählen Sie dann ein neues Passwort.",
  },
  factor_added: {
    subject: "Ein zweiter Faktor wurde hinzugefügt",
    message:
      "Ihrem Konto wurde eine Authenticator-App hinzugefügt. Von jetzt an gehört zum Anmelden einer ihrer Codes.",
    otherwise: "Wenn Sie das nicht waren, kennt jemand Ihr Passwort: Bitten Sie sofort um Hilfe.",
  },
  factor_removed: {
    subject: "Ein zweiter Faktor wurde entfernt",
    message: "Eine Authenticator-App wurde aus Ihrem Konto entfernt. Ihre Codes gelten nicht mehr.",
    otherwise:
      "Wenn Sie das nicht waren, melden Sie sich an, ändern Sie Ihr Passwort und fügen Sie Ihre App wieder hinzu.",
  },
  recovery_codes_generated: {
    subject: "Sie haben neue Wiederherstellungscodes",
    message:
      "Für Ihr Konto wurden neue Wiederherstellungscodes erzeugt. Die bisherigen gelten nicht mehr.",
    otherwise:
      "Wenn Sie das nicht waren, ändern Sie sofort Ihr Passwort und erzeugen Sie neue Codes.",
  },
  recovery_code_used: {
    subject: "Ein Wiederherstellungscode wurde verwendet",
    message:
      "Einer Ihrer Wiederherstellungscodes wurde anstelle eines Codes Ihrer App verwendet. Er gilt nicht mehr.",
    otherwise:
      "Wenn Sie das nicht waren, ändern Sie sofort Ihr Passwort und erzeugen Sie neue Codes.",
  },
};
