export const settings = {
  settings: {
    title: "Einstellungen",
    back: "Zurück zu den Einstellungen",
    confirmed: "bestätigt",
    unconfirmed: "nicht bestätigt",
    email: {
      title: "E-Mail-Adresse ändern",
      lead: "Wir senden einen Link an die neue Adresse. Bis Sie ihn öffnen, ändert sich nichts.",
      button: "Link senden",
      done: "Ein Link zum Bestätigen der Änderung ist an die neue Adresse unterwegs.",
    },
    password: {
      title: "Passwort ändern",
      lead: "Alle Ihre anderen Sitzungen werden abgemeldet; diese bleibt angemeldet.",
      button: "Passwort ändern",
      done: "Ihr Passwort wurde geändert, und alle Ihre anderen Sitzungen wurden abgemeldet.",
    },
    deletion: {
      title: "Konto löschen",
      lead: "Ihr Konto und alles, was dazugehört, wird sofort und endgültig gelöscht.",
      open: "Ich möchte mein Konto löschen",
      button: "Endgültig löschen",
      done: "Ihr Konto wurde gelöscht.",
    },
  },
  confirm_email: {
    title: "Neue Adresse bestätigen",
    lead: "Bestätigen Sie mit einem Klick, dass Ihr Konto künftig {{email}} verwendet. Alle Ihre anderen Sitzungen werden abgemeldet.",
    button: "Diese Adresse verwenden",
    done: "Ihre E-Mail-Adresse wurde geändert.",
    invalid:
      "Dieser Link für eine neue Adresse ist ungültig: Er ist falsch, wurde bereits benutzt oder ist abgelaufen.",
  },
  sessions: {
    title: "Wo Sie angemeldet sind",
    lead: "Wenn Ihnen eine Sitzung unbekannt ist, melden Sie sie ab und ändern Sie Ihr Passwort.",
    here: "diese Sitzung",
    last_seen: "zuletzt genutzt",
    unknown_device: "Unbekanntes Gerät",
    unknown_address: "unbekannte Adresse",
    end: "Abmelden",
    ended: "Die Sitzung wurde abgemeldet.",
    gone: "Diese Sitzung war bereits beendet.",
    end_others_one: "{{count}} andere Sitzung abmelden",
    end_others_other: "{{count}} andere Sitzungen abmelden",
    end_others_title: "Überall sonst abmelden?",
    end_others_lead:
      "Nur diese Sitzung bleibt angemeldet. Wer eine andere nutzt, muss sich neu anmelden.",
    end_others_button: "Andere Sitzungen abmelden",
    others_ended: "Alle Ihre anderen Sitzungen wurden abgemeldet.",
  },
  activity: {
    title: "Letzte Aktivitäten",
    lead: "Was in letzter Zeit mit Ihrem Konto geschehen ist.",
    none: "Bisher nichts.",
    away: "Das kann gerade nicht angezeigt werden. Alles andere funktioniert.",
  },
};
