/** The reasons in events. The names of events are in the catalogue. */
export const events = {
  events: {
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
