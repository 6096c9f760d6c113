export const settings = {
  settings: {
    title: "Einstellungen",
    confirmed: "bestätigt",
    unconfirmed: "nicht bestätigt",
    email: {
      title: "E-Mail-Adresse ändern",
      lead: "Wir senden einen Link an die neue Adresse. Bis Sie ihn öffnen, bleibt alles, wie es ist.",
      button: "Link senden",
      done: "Ein Link zum Bestätigen der Änderung ist zur neuen Adresse unterwegs.",
    },
    password: {
      title: "Passwort ändern",
      lead: "Alle Ihre anderen Sitzungen enden, diese geht weiter.",
      button: "Passwort ändern",
      done: "Ihr Passwort ist geändert und alle Ihre anderen Sitzungen sind beendet.",
    },
    deletion: {
      title: "Konto löschen",
      lead: "Das Konto und alles, was dazugehört, ist sofort und endgültig fort.",
      open: "Ich will mein Konto löschen",
      button: "Endgültig löschen",
      done: "Ihr Konto ist gelöscht. Alles Gute.",
    },
  },
  confirm_email: {
    title: "Neue Adresse bestätigen",
    lead: "Ein Druck, und Ihr Konto zieht zu {{email}} um. Alle Ihre anderen Sitzungen enden.",
    button: "Diese Adresse benutzen",
    done: "Ihr Konto ist zur neuen Adresse umgezogen.",
    invalid:
      "Dieser Link zum Ändern der Adresse gilt nicht: Er ist falsch, wurde schon benutzt oder ist zu alt.",
  },
  sessions: {
    title: "Wo Sie angemeldet sind",
    lead: "Wenn Sie eine davon nicht kennen, beenden Sie sie und ändern Sie Ihr Passwort.",
    here: "hier",
    last_seen: "zuletzt benutzt",
    unknown_device: "Unbekanntes Gerät",
    unknown_address: "unbekannte Adresse",
    end: "Abmelden",
    ended: "Die Sitzung ist beendet.",
    gone: "Diese Sitzung war schon beendet.",
    end_others_one: "{{count}} andere Sitzung abmelden",
    end_others_other: "{{count}} andere Sitzungen abmelden",
    end_others_title: "Überall sonst abmelden?",
    end_others_lead:
      "Nur diese Sitzung geht weiter. Wer eine andere benutzt, muss sich neu anmelden.",
    end_others_button: "Die anderen abmelden",
    others_ended: "Alle Ihre anderen Sitzungen sind beendet.",
  },
  activity: {
    title: "Letzte Ereignisse",
    lead: "Was mit Ihrem Konto in letzter Zeit geschah.",
    none: "Bisher nichts.",
    away: "Das kann gerade nicht gezeigt werden. Alles andere geht.",
  },
};
