export const account = {
  home: {
    title: "Start",
    headline: "Ein Konto in guten Händen",
    lead: "Registrieren, anmelden und jederzeit sehen, wo Ihr Konto genutzt wird und was damit geschehen ist.",
    register: "Konto anlegen",
    welcome: "Willkommen",
    logged_in: "Sie sind als {{email}} angemeldet.",
    unconfirmed:
      "Ihre E-Mail-Adresse ist noch nicht bestätigt. Öffnen Sie den Link in der E-Mail, die wir Ihnen geschickt haben.",
    confirm: "E-Mail erneut senden",
    go_on: "Weiter zu {{name}}",
    settings: "Ihre Einstellungen",
    admin: "Verwaltung",
    developers: "Für Entwickler",
    api: "API",
    api_about: "Alle Operationen mit ihren Parametern und Antworten.",
    openapi_about: "Dasselbe für Programme, als OpenAPI-3.1-Dokument.",
    mailbox_about: "In der Entwicklung: alle E-Mails, die sonst verschickt würden.",
  },
  register: {
    title: "Registrieren",
    heading: "Legen Sie Ihr Konto an",
    lead: "Wir senden einen Link an Ihre Adresse, um sicherzugehen, dass sie Ihnen gehört.",
    button: "Konto anlegen",
    taken: "Mit dieser Adresse gibt es bereits ein Konto. Ist es Ihres?",
    have_account: "Sie haben bereits ein Konto?",
    done: "Ihr Konto ist angelegt, und Sie sind angemeldet. Wir haben Ihnen eine E-Mail geschickt, mit der Sie Ihre Adresse bestätigen können.",
    done_log_in:
      "Ihr Konto ist angelegt, und eine E-Mail zur Bestätigung Ihrer Adresse ist unterwegs. Bitte melden Sie sich an.",
  },
  log_in: {
    already:
      "Sie sind bereits angemeldet. Melden Sie sich zuerst ab, um ein anderes Konto zu verwenden.",
    title: "Anmelden",
    heading: "Willkommen zurück",
    button: "Anmelden",
    remember_one: "{{count}} Tag lang angemeldet bleiben",
    remember_other: "{{count}} Tage lang angemeldet bleiben",
    remember_used_one:
      "Angemeldet bleiben, solange ich binnen {{count}} Tag wiederkomme, höchstens {{most}} Tage lang",
    remember_used_other:
      "Angemeldet bleiben, solange ich binnen {{count}} Tagen wiederkomme, höchstens {{most}} Tage lang",
    forgot: "Passwort vergessen?",
    no_account: "Noch kein Konto?",
    back: "Zurück zur Anmeldung",
    done: "Sie sind angemeldet.",
    required: "Bitte melden Sie sich an, um diese Seite zu sehen.",
    session_over: "Ihre Sitzung ist beendet. Bitte melden Sie sich erneut an.",
  },
  log_out: {
    button: "Abmelden",
    done: "Sie sind abgemeldet.",
  },
  reset_request: {
    title: "Passwort vergessen?",
    lead: "Geben Sie Ihre E-Mail-Adresse ein, und wir senden Ihnen einen Link, mit dem Sie ein neues Passwort wählen können.",
    button: "Link senden",
    done: "Wenn es ein Konto mit dieser Adresse gibt, ist eine E-Mail mit einem Link unterwegs. Der Link gilt einen Tag lang.",
  },
  reset: {
    title: "Neues Passwort wählen",
    lead: "Sie werden überall abgemeldet und können sich dann mit dem neuen Passwort anmelden.",
    button: "Neues Passwort speichern",
    done: "Ihr neues Passwort ist gespeichert. Bitte melden Sie sich damit an.",
    done_elsewhere:
      "Das neue Passwort ist gespeichert. In Ihrem anderen Konto sind Sie weiterhin angemeldet.",
    invalid:
      "Dieser Link für ein neues Passwort ist ungültig: Er ist falsch, wurde bereits benutzt oder ist abgelaufen.",
  },
  confirmation_request: {
    title: "Adresse bestätigen",
    lead: "Ist die E-Mail mit dem Link nicht angekommen? Wir senden Ihnen eine neue.",
    button: "E-Mail erneut senden",
    done: "Wenn diese Adresse zu einem Konto gehört und noch nicht bestätigt ist, ist eine E-Mail mit einem Link unterwegs.",
  },
  confirm: {
    title: "Adresse bestätigen",
    lead: "Bestätigen Sie mit einem Klick, dass diese E-Mail-Adresse Ihnen gehört.",
    button: "Meine Adresse bestätigen",
    done: "Danke, Ihre Adresse ist bestätigt.",
    already:
      "Dieser Link gilt nicht mehr, aber die Adresse Ihres Kontos ist bestätigt: Es ist nichts mehr zu tun.",
    invalid:
      "Dieser Bestätigungslink ist ungültig: Er ist falsch, wurde bereits benutzt oder ist abgelaufen.",
  },
};
