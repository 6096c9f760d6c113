/** The reasons in events. The names of events are in the catalogue. */
export const events = {
  events: {
    reasons: {
      log_out: "logged out",
      revoked: "ended from another session",
      password_reset: "new password",
      password_changed: "new password",
      email_changed: "new address",
      account_deleted: "account deleted",
      account_disabled: "account disabled",
      wrong_password: "wrong password",
      unknown_email: "unknown address",
      disabled: "account disabled",
      rate_limited: "too many attempts",
    },
  },
} as const;
