/** Errors by their codes: as a whole, and of a field. */
export const errors = {
  problems: { all: "Alle Fehler", code: "Code", status: "Status" },
  errors: {
    home: "Zur Startseite",
    request: "Wenn Sie uns davon berichten, nennen Sie diese Nummer:",
    wait_seconds_one: "Zu viele Versuche. Versuchen Sie es in einer Sekunde wieder.",
    wait_seconds_other: "Zu viele Versuche. Versuchen Sie es in {{count}} Sekunden wieder.",
    wait_minutes_one: "Zu viele Versuche. Versuchen Sie es in einer Minute wieder.",
    wait_minutes_other: "Zu viele Versuche. Versuchen Sie es in {{count}} Minuten wieder.",
    down: {
      database: "Die Datenbank antwortet nicht.",
      accounts: "Der Dienst für Konten antwortet nicht.",
      search: "Der Dienst für die Suche antwortet nicht.",
      audit: "Der Dienst für das Prüfprotokoll antwortet nicht.",
      notifier: "Der Dienst für Mails antwortet nicht.",
    },
    codes: {
      malformed_request: {
        title: "Das war nicht lesbar",
        text: "Die Adresse oder das Mitgesandte hat keine Form, die wir verstehen.",
      },
      unauthenticated: {
        title: "Bitte melden Sie sich an",
        text: "Hier kommt nur weiter, wer angemeldet ist.",
      },
      invalid_credentials: {
        title: "Das passt nicht zusammen",
        text: "Die E-Mail-Adresse oder das Passwort ist falsch.",
      },
      forbidden: {
        title: "Das ist nicht für Sie bestimmt",
        text: "Ihr Konto darf das nicht sehen oder tun.",
      },
      csrf_failed: {
        title: "Das kam von woanders",
        text: "Die Anfrage kam nicht von einer unserer Seiten, also wurde nichts getan. Gehen Sie zur Startseite und versuchen Sie es von dort.",
      },
      not_found: {
        title: "Hier ist nichts",
        text: "Diese Adresse führt nirgendwohin. Vielleicht wurde sie unterwegs abgeschnitten, oder wohin sie führte, gibt es nicht mehr.",
      },
      method_not_allowed: {
        title: "So geht es nicht",
        text: "Diese Adresse nimmt nicht an, was von ihr verlangt wurde.",
      },
      already_confirmed: {
        title: "Schon bestätigt",
        text: "Diese Adresse ist schon bestätigt; es bleibt nichts zu tun.",
      },
      precondition_failed: {
        title: "Es hat sich geändert",
        text: "Das wurde geändert, seit Sie es angesehen haben. Sehen Sie noch einmal nach, bevor Sie es ändern.",
      },
      payload_too_large: {
        title: "Zu viel",
        text: "Was gesandt wurde, ist größer, als wir annehmen.",
      },
      unsupported_media_type: {
        title: "In der falschen Form",
        text: "Was gesandt wurde, hat eine Form, die diese Adresse nicht annimmt.",
      },
      validation_failed: {
        title: "Etwas stimmt noch nicht",
        text: "Bitte berichtigen Sie, was markiert ist, und senden Sie es noch einmal.",
      },
      token_invalid: {
        title: "Dieser Link gilt nicht",
        text: "Er ist falsch, wurde schon benutzt oder ist zu alt.",
      },
      idempotency_key_reused: {
        title: "Derselbe Schlüssel für etwas anderes",
        text: "Der Idempotency-Key gehört zu einer anderen Anfrage.",
      },
      rate_limited: {
        title: "Zu viele Versuche",
        text: "Das war zu oft. Bitte warten Sie eine Weile.",
      },
      internal: {
        title: "Etwas ging schief",
        text: "Der Fehler liegt bei uns. Bitte versuchen Sie es in einer Weile wieder.",
      },
      overloaded: {
        title: "Gerade zu viel zu tun",
        text: "Es ist gerade zu viel los, und es wurde nichts geändert. Bitte versuchen Sie es in einigen Sekunden wieder.",
      },
      unavailable: {
        title: "Gerade nicht erreichbar",
        text: "Ein Teil der Plattform antwortet nicht, und es wurde nichts geändert. Bitte versuchen Sie es in einer Weile wieder.",
      },
      timeout: {
        title: "Keine Antwort in der Zeit",
        text: "Es dauerte zu lange, also wissen wir nicht, ob es getan wurde. Sehen Sie nach, bevor Sie es wieder versuchen.",
      },
    },
    fields: {
      email: {
        required: "Bitte geben Sie Ihre E-Mail-Adresse ein.",
        too_small: "Bitte geben Sie Ihre E-Mail-Adresse ein.",
        too_big: "Diese Adresse ist zu lang.",
        invalid_email: "Das ist keine E-Mail-Adresse.",
        email_taken: "Zu dieser Adresse gibt es schon ein Konto.",
        not_changed: "Das ist schon Ihre Adresse.",
      },
      password: {
        required: "Bitte geben Sie ein Passwort ein.",
        too_small_one: "Nehmen Sie mindestens {{count}} Zeichen.",
        too_small_other: "Nehmen Sie mindestens {{count}} Zeichen.",
        too_big_one: "Nehmen Sie höchstens {{count}} Zeichen.",
        too_big_other: "Nehmen Sie höchstens {{count}} Zeichen.",
      },
      password_confirmation: {
        confirmation_mismatch: "Das ist nicht dasselbe wie das Passwort.",
        too_big: "Das ist nicht dasselbe wie das Passwort.",
      },
      current_password: {
        wrong_password: "Das ist nicht Ihr Passwort.",
        too_big: "Das ist nicht Ihr Passwort.",
      },
      disabled: { own_account: "Ihr eigenes Konto können Sie nicht sperren." },
      page: {
        invalid_type: "Das ist keine Seitenzahl.",
        too_small: "Seiten werden von eins an gezählt.",
        page_too_deep:
          "So weit unten haben die Seiten keine Nummern. Kürzen Sie die Liste mit den Filtern.",
      },
      since: { invalid: "2026-01-31T09:30 wäre ein Zeitpunkt, das ist keiner." },
      until: { invalid: "2026-01-31T09:30 wäre ein Zeitpunkt, das ist keiner." },
      cursor: { too_big: "Die Adresse führt zu keiner Seite dieser Liste." },
    },
    any_field: {
      invalid: "Das stimmt nicht.",
      invalid_characters: "Das enthält Zeichen, die nicht gehen.",
      invalid_value: "Das steht nicht zur Wahl.",
      repeated: "Das wurde mehr als einmal gesagt.",
      required: "Bitte füllen Sie das aus.",
      too_big: "Das ist zu lang.",
      too_small: "Das ist zu kurz.",
      unknown_field: "Das ist kein Filter dieser Liste.",
    },
  },
};
