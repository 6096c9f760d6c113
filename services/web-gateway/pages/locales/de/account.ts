export const account = {
  home: {
    title: "Start",
    headline: "Ein Konto in guten Händen",
    lead: "Registrieren, anmelden und jederzeit sehen, wo das Konto benutzt wird und was damit geschah.",
    register: "Konto anlegen",
    welcome: "Willkommen",
    logged_in: "Sie sind als {{email}} angemeldet.",
    unconfirmed:
      "Ihre E-Mail-Adresse ist noch nicht bestätigt. Öffnen Sie den Link in unserer Mail an Sie.",
    confirm: "Noch eine Mail senden",
    settings: "Ihre Einstellungen",
    admin: "Verwaltung",
    developers: "Für Entwickler",
    api: "API",
    api_about: "Jede Operation, was sie nimmt und wie sie antwortet.",
    openapi_about: "Dasselbe für Programme, als OpenAPI 3.1.",
    mailbox_about: "Jede Mail, die hinausgegangen wäre, in der Entwicklung.",
  },
  register: {
    title: "Registrieren",
    heading: "Legen Sie Ihr Konto an",
    lead: "Wir senden einen Link an Ihre Adresse, um sicher zu sein, dass sie Ihnen gehört.",
    button: "Konto anlegen",
    have_account: "Haben Sie schon ein Konto?",
    done: "Ihr Konto ist angelegt und Sie sind angemeldet. Wir haben Ihnen eine Mail gesandt, mit der Sie Ihre Adresse bestätigen.",
    done_log_in:
      "Ihr Konto ist angelegt und eine Mail zur Bestätigung Ihrer Adresse ist unterwegs. Bitte melden Sie sich an.",
  },
  log_in: {
    title: "Anmelden",
    heading: "Willkommen zurück",
    button: "Anmelden",
    remember: "60 Tage lang angemeldet bleiben",
    forgot: "Passwort vergessen?",
    no_account: "Haben Sie noch kein Konto?",
    back: "Zurück zur Anmeldung",
    done: "Sie sind angemeldet.",
    required: "Bitte melden Sie sich an, um diese Seite zu sehen.",
    session_over: "Ihre Sitzung ist beendet. Bitte melden Sie sich wieder an.",
  },
  log_out: {
    button: "Abmelden",
    done: "Sie sind abgemeldet.",
  },
  reset_request: {
    title: "Passwort vergessen?",
    lead: "Nennen Sie uns Ihre Adresse, und wir senden Ihnen einen Link, mit dem Sie ein neues wählen.",
    button: "Link senden",
    done: "Wenn es ein Konto mit dieser Adresse gibt, ist eine Mail mit einem Link unterwegs. Er gilt einen Tag lang.",
  },
  reset: {
    title: "Neues Passwort wählen",
    lead: "Danach sind Sie überall abgemeldet und melden sich mit dem neuen Passwort an.",
    button: "Neues Passwort speichern",
    done: "Ihr neues Passwort ist gespeichert. Melden Sie sich damit an.",
    invalid:
      "Dieser Link für ein neues Passwort gilt nicht: Er ist falsch, wurde schon benutzt oder ist zu alt.",
  },
  confirmation_request: {
    title: "Adresse bestätigen",
    lead: "Ist die Mail mit dem Link nicht angekommen? Wir senden noch eine.",
    button: "Noch eine Mail senden",
    done: "Wenn diese Adresse ein Konto hat und noch nicht bestätigt ist, ist eine Mail mit einem Link unterwegs.",
  },
  confirm: {
    title: "Adresse bestätigen",
    lead: "Ein Druck, und wir wissen, dass diese E-Mail-Adresse Ihnen gehört.",
    button: "Meine Adresse bestätigen",
    done: "Danke: Ihre Adresse ist bestätigt.",
    invalid:
      "Dieser Link zum Bestätigen einer Adresse gilt nicht: Er ist falsch, wurde schon benutzt oder ist zu alt.",
  },
};
