export const security = {
  second_step: {
    title: "Noch ein Schritt",
    button: "Anmelden",
    over: "Diese Anmeldung hat zu lange gedauert oder ist schon abgeschlossen. Bitte melden Sie sich noch einmal an.",
    totp: {
      lead: "Geben Sie den Code ein, den Ihre Authenticator-App gerade anzeigt.",
      label: "Code Ihrer App",
      other: "Wiederherstellungscode verwenden",
    },
    recovery_code: {
      lead: "Geben Sie einen der Wiederherstellungscodes ein, die Sie aufbewahrt haben. Jeder gilt einmal.",
      label: "Wiederherstellungscode",
      other: "Authenticator-App verwenden",
    },
  },
  security: {
    title: "Sicherheit",
    lead: "Mit einem zweiten Faktor kommt niemand allein mit einem gestohlenen Passwort hinein.",
    back: "Zurück zur Sicherheit",
    open: "Zweiter Faktor und Wiederherstellungscodes",
    over: "Das gibt es nicht mehr. Bitte beginnen Sie noch einmal.",
    proof: {
      title: "Bestätigen Sie, dass Sie es sind",
      lead: "Danach können Sie hier zehn Minuten lang etwas ändern.",
      button: "Bestätigen",
      done: "Danke. Sie können Ihre Änderungen jetzt vornehmen.",
      due: "Bitte bestätigen Sie zuerst, dass Sie es sind, und versuchen Sie es dann noch einmal.",
    },
    apps: {
      title: "Authenticator-Apps",
      none: "Sie haben keinen zweiten Faktor. Eine App auf Ihrem Telefon zeigt alle 30 Sekunden einen neuen Code, und zum Anmelden gehören dann Ihr Passwort und ein Code.",
      lead: "Zum Anmelden gehören Ihr Passwort und ein Code einer dieser Apps.",
      label: "Name",
      label_hint:
        "Um sie von anderen zu unterscheiden, etwa der Name Ihres Telefons. Sie können das Feld leer lassen.",
      unnamed: "Authenticator-App",
      last_used: "zuletzt verwendet",
      add: "App hinzufügen",
      added:
        "Ihre App wurde hinzugefügt. Von jetzt an werden Sie beim Anmelden nach einem Code gefragt.",
      remove: "Entfernen",
      removed: "Die App wurde entfernt.",
    },
    enrolment: {
      title: "Authenticator-App hinzufügen",
      lead: "Scannen Sie das Bild mit der App und geben Sie dann den Code ein, den sie anzeigt.",
      qr: "QR-Code für Ihre Authenticator-App",
      secret: "Sie können es nicht scannen? Geben Sie diesen Schlüssel in der App ein:",
      button: "Code bestätigen",
    },
    codes: {
      title: "Wiederherstellungscodes",
      left_one: "Sie haben noch {{count}} Wiederherstellungscode, falls Sie Ihre App nicht haben.",
      left_other:
        "Sie haben noch {{count}} Wiederherstellungscodes, falls Sie Ihre App nicht haben.",
      few: "Erzeugen Sie bald neue Codes: Ohne Code und ohne Ihre App können Sie sich nicht anmelden.",
      renew: "Neue Codes erzeugen",
      once: "Bewahren Sie diese Codes sicher auf, nicht nur auf Ihrem Telefon. Sie werden nur dieses eine Mal gezeigt, und jeder gilt einmal.",
      kept: "Ich habe sie aufbewahrt",
    },
  },
} as const;
