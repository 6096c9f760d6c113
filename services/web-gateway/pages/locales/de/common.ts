export const common = {
  common: {
    all: "Alle",
    cancel: "Abbrechen",
    connection_lost: "Die Verbindung ist abgebrochen. Was hier steht, kann veraltet sein.",
    dismiss: "Meldung schließen",
    first_page: "Erste Seite",
    next_page: "Nächste Seite",
    pages: "Mehr von dieser Liste",
    search: "Suchen",
    show_password: "Passwort anzeigen",
  },
  layout: {
    api: "API",
    components: "Bausteine",
    language: "Sprache",
    menu: "Menü",
    navigation: "Wichtige Seiten",
    skip: "Zum Inhalt springen",
  },
  fields: {
    email: "E-Mail-Adresse",
    new_email: "Neue E-Mail-Adresse",
    password: "Passwort",
    new_password: "Neues Passwort",
    password_confirmation: "Noch einmal dasselbe",
    current_password: "Ihr jetziges Passwort",
    password_hint_one: "Mindestens {{count}} Zeichen. Einige Wörter zusammen sind ein gutes.",
    password_hint_other: "Mindestens {{count}} Zeichen. Einige Wörter zusammen sind ein gutes.",
  },
  forms: {
    expired:
      "Dieses Formular war zu lange oder in einer anderen Sitzung geöffnet. Es wurde nichts geändert. Sehen Sie es durch und senden Sie es noch einmal ab.",
    expired_press:
      "Diese Seite war zu lange geöffnet. Es wurde nichts geändert. Bitte drücken Sie noch einmal.",
  },
  mailbox: {
    title: "Postfach",
    lead: "Mails, die hinausgegangen wären, die neuesten zuerst. Nur in der Entwicklung.",
    to: "An",
    from: "Von",
    sent_at: "Gesendet",
    count_one: "{{count}} Mail",
    count_other: "{{count}} Mails",
    preview: "Als HTML",
  },
};
