/** What happened, by the types of events and the reasons in them. */
export const events = {
  events: {
    names: {
      user: {
        registered: "Registered",
        confirmation_requested: "Mail to confirm the address requested",
        password_reset_requested: "Link for a new password requested",
        email_change_requested: "Change of address requested",
        confirmed: "Address confirmed",
        email_changed: "Address changed",
        password_changed: "Password changed",
        password_reset: "New password through a mailed link",
        role_changed: "Role changed",
        disabled: "Account closed",
        enabled: "Account opened again",
        deleted: "Account deleted",
      },
      session: {
        created: "Logged in",
        ended: "Session ended",
        rejected: "Log-in failed",
      },
      events: { replayed: "Events replayed" },
      dead_letters: { retried: "Dead letters retried", discarded: "Dead letters discarded" },
    },
    reasons: {
      log_out: "logged out",
      revoked: "ended from another session",
      password_reset: "new password",
      password_changed: "new password",
      email_changed: "new address",
      account_deleted: "account deleted",
      account_disabled: "account closed",
      wrong_password: "wrong password",
      unknown_email: "unknown address",
      disabled: "account closed",
      rate_limited: "too many tries",
    },
  },
} as const;
