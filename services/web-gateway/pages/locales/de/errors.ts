/** Errors by their codes: as a whole, and of a field. */
export const errors = {
  problems: { all: "Alle Fehler", code: "Code", status: "Status" },
  errors: {
    home: "Zur Startseite",
    request: "Wenn Sie das Problem melden, geben Sie bitte diese Anfragenummer an:",
    wait_seconds_one: "Zu viele Versuche. Versuchen Sie es in einer Sekunde erneut.",
    wait_seconds_other: "Zu viele Versuche. Versuchen Sie es in {{count}} Sekunden erneut.",
    wait_minutes_one: "Zu viele Versuche. Versuchen Sie es in einer Minute erneut.",
    wait_minutes_other: "Zu viele Versuche. Versuchen Sie es in {{count}} Minuten erneut.",
    down: {
      database: "Die Datenbank antwortet nicht.",
      accounts: "Der Kontendienst antwortet nicht.",
      search: "Der Suchdienst antwortet nicht.",
      audit: "Der Dienst für das Prüfprotokoll antwortet nicht.",
      notifier: "Der E-Mail-Dienst antwortet nicht.",
    },
    codes: {
      malformed_request: {
        title: "Die Anfrage ist nicht lesbar",
        text: "Die Adresse oder die mitgesendeten Daten sind fehlerhaft.",
      },
      unauthenticated: {
        title: "Bitte melden Sie sich an",
        text: "Um fortzufahren, müssen Sie angemeldet sein.",
      },
      invalid_credentials: {
        title: "Anmeldung fehlgeschlagen",
        text: "Die E-Mail-Adresse oder das Passwort ist falsch.",
      },
      insufficient_user_authentication: {
        title: "Bitte bestätigen Sie, dass Sie es sind",
        text: "Ihre Anmeldung liegt dafür zu lange zurück. Bitte melden Sie sich erneut an und versuchen Sie es dann noch einmal.",
      },
      forbidden: {
        title: "Zugriff verweigert",
        text: "Ihr Konto ist dazu nicht berechtigt.",
      },
      csrf_failed: {
        title: "Die Anfrage kam von einer anderen Seite",
        text: "Die Anfrage kam nicht von einer unserer Seiten und wurde deshalb nicht ausgeführt. Gehen Sie zur Startseite und versuchen Sie es von dort noch einmal.",
      },
      not_found: {
        title: "Nicht gefunden",
        text: "Unter dieser Adresse gibt es nichts. Vielleicht ist der Link unvollständig, oder das Ziel gibt es nicht mehr.",
      },
      method_not_allowed: {
        title: "Methode nicht erlaubt",
        text: "Diese Adresse unterstützt die Art der Anfrage nicht.",
      },
      already_confirmed: {
        title: "Bereits bestätigt",
        text: "Diese Adresse ist bereits bestätigt. Es ist nichts weiter zu tun.",
      },
      precondition_failed: {
        title: "Inzwischen geändert",
        text: "Das wurde geändert, seit Sie es angesehen haben. Bitte sehen Sie es noch einmal an, bevor Sie es ändern.",
      },
      payload_too_large: {
        title: "Zu groß",
        text: "Die Anfrage ist größer als erlaubt.",
      },
      unsupported_media_type: {
        title: "Nicht unterstütztes Format",
        text: "Diese Adresse nimmt Daten im gesendeten Format nicht an.",
      },
      validation_failed: {
        title: "Einige Angaben sind ungültig",
        text: "Bitte korrigieren Sie die markierten Felder und senden Sie das Formular noch einmal ab.",
      },
      log_in_expired: {
        title: "Diese Anmeldung ist vorbei",
        text: "Sie hat zu lange gedauert oder ist schon abgeschlossen. Bitte melden Sie sich noch einmal an.",
      },
      token_invalid: {
        title: "Dieser Link ist ungültig",
        text: "Er ist falsch, wurde bereits benutzt oder ist abgelaufen.",
      },
      idempotency_key_reused: {
        title: "Idempotency-Key bereits verwendet",
        text: "Der Idempotency-Key wurde bereits für eine andere Anfrage verwendet.",
      },
      rate_limited: {
        title: "Zu viele Versuche",
        text: "Bitte warten Sie eine Weile, bevor Sie es erneut versuchen.",
      },
      internal: {
        title: "Etwas ist schiefgegangen",
        text: "Der Fehler liegt bei uns. Bitte versuchen Sie es später noch einmal.",
      },
      overloaded: {
        title: "Gerade überlastet",
        text: "Die Plattform ist überlastet, und es wurde nichts geändert. Bitte versuchen Sie es in einigen Sekunden erneut.",
      },
      unavailable: {
        title: "Vorübergehend nicht erreichbar",
        text: "Ein Teil der Plattform antwortet nicht, und es wurde nichts geändert. Bitte versuchen Sie es später noch einmal.",
      },
      timeout: {
        title: "Zeitüberschreitung",
        text: "Die Anfrage hat zu lange gedauert. Wir wissen nicht, ob sie ausgeführt wurde. Bitte prüfen Sie das, bevor Sie es erneut versuchen.",
      },
    },
    fields: {
      email: {
        required: "Bitte geben Sie Ihre E-Mail-Adresse ein.",
        too_big: "Diese Adresse ist zu lang.",
        invalid_email: "Das ist keine gültige E-Mail-Adresse.",
        email_taken: "Zu dieser Adresse gibt es bereits ein Konto.",
        not_changed: "Das ist bereits Ihre Adresse.",
      },
      password: {
        required: "Bitte geben Sie ein Passwort ein.",
        too_small_one: "Verwenden Sie mindestens {{count}} Zeichen.",
        too_small_other: "Verwenden Sie mindestens {{count}} Zeichen.",
        too_big_one: "Verwenden Sie höchstens {{count}} Zeichen.",
        too_big_other: "Verwenden Sie höchstens {{count}} Zeichen.",
        password_known:
          "Dieses Passwort ist leicht zu erraten oder aus einem Datenleck bekannt. Bitte wählen Sie ein anderes.",
        blank: "Das sind nur Leerzeichen.",
        invalid_characters: "Das enthält Zeichen, die ein Passwort nicht haben kann.",
        wrong_password: "Das ist nicht Ihr Passwort.",
      },
      password_confirmation: {
        confirmation_mismatch: "Die Passwörter stimmen nicht überein.",
        too_big: "Die Passwörter stimmen nicht überein.",
      },
      current_password: {
        wrong_password: "Das ist nicht Ihr Passwort.",
        too_big: "Das ist nicht Ihr Passwort.",
      },
      totp: { too_small: "Bitte geben Sie den Code ein." },
      code: { required: "Bitte geben Sie den Code ein." },
      recovery_code: { too_small: "Bitte geben Sie einen Ihrer Wiederherstellungscodes ein." },
      disabled: { own_account: "Ihr eigenes Konto können Sie nicht sperren." },
      id: { own_account: "Ihr eigenes Konto löschen Sie in den Einstellungen." },
      role: { own_account: "Sie können Ihre eigene Rolle nicht ändern." },
      page: {
        invalid_type: "Das ist keine Seitenzahl.",
        too_small: "Seitenzahlen beginnen bei 1.",
        page_too_deep:
          "So weit hinten haben die Seiten keine Nummern. Schränken Sie die Liste mit den Filtern ein.",
      },
      since: { invalid: "Bitte geben Sie einen Zeitpunkt wie 2026-01-31T09:30 ein." },
      until: { invalid: "Bitte geben Sie einen Zeitpunkt wie 2026-01-31T09:30 ein." },
      cursor: { too_big: "Die Adresse führt zu keiner Seite dieser Liste." },
    },
    any_field: {
      invalid: "Das ist ungültig.",
      invalid_characters: "Das enthält unerlaubte Zeichen.",
      invalid_value: "Das steht nicht zur Auswahl.",
      account_disabled: "Dieses Konto ist gesperrt.",
      already_confirmed: "Die Adresse ist bereits bestätigt.",
      last_administrator: "Dies ist das letzte Konto zur Verwaltung.",
      no_account: "Kein Konto hat diese Adresse.",
      repeated: "Das wurde mehrfach angegeben.",
      required: "Bitte füllen Sie das aus.",
      too_big: "Das ist zu lang.",
      too_small: "Das ist zu kurz.",
      wrong_code: "Dieser Code ist falsch, zu alt oder schon verwendet.",
      unknown_field: "Diese Liste hat keinen solchen Filter.",
    },
  },
};
