/** What happened, by the types of events and the reasons in them. */
export const events = {
  events: {
    names: {
      user: {
        registered: "Registriert",
        confirmation_requested: "Mail zum Bestätigen der Adresse verlangt",
        password_reset_requested: "Link für ein neues Passwort verlangt",
        email_change_requested: "Änderung der Adresse verlangt",
        confirmed: "Adresse bestätigt",
        email_changed: "Adresse geändert",
        password_changed: "Passwort geändert",
        password_reset: "Neues Passwort über einen Link",
        role_changed: "Rolle geändert",
        disabled: "Konto gesperrt",
        enabled: "Konto wieder geöffnet",
        deleted: "Konto gelöscht",
      },
      session: {
        created: "Angemeldet",
        ended: "Sitzung beendet",
        rejected: "Anmeldung fehlgeschlagen",
      },
      events: { replayed: "Ereignisse wiederholt" },
      dead_letters: {
        retried: "Unzustellbares noch einmal versucht",
        discarded: "Unzustellbares verworfen",
      },
    },
    reasons: {
      log_out: "abgemeldet",
      revoked: "aus einer anderen Sitzung beendet",
      password_reset: "neues Passwort",
      password_changed: "neues Passwort",
      email_changed: "neue Adresse",
      account_deleted: "Konto gelöscht",
      account_disabled: "Konto gesperrt",
      wrong_password: "falsches Passwort",
      unknown_email: "unbekannte Adresse",
      disabled: "Konto gesperrt",
      rate_limited: "zu viele Versuche",
    },
  },
};
