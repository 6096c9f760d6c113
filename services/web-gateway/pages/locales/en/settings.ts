export const settings = {
  settings: {
    title: "Settings",
    back: "Back to settings",
    confirmed: "confirmed",
    unconfirmed: "not confirmed",
    email: {
      title: "Change e-mail address",
      lead: "We will send a link to the new address. Nothing changes until you open it.",
      button: "Send the link",
      done: "A link to confirm the change is on its way to the new address.",
    },
    password: {
      title: "Change password",
      lead: "All your other sessions will be logged out; this one stays logged in.",
      button: "Change password",
      done: "Your password has been changed, and all your other sessions have been logged out.",
    },
    deletion: {
      title: "Delete account",
      lead: "Your account and everything that belongs to it will be deleted immediately and permanently.",
      open: "I want to delete my account",
      button: "Delete permanently",
      done: "Your account has been deleted.",
    },
  },
  confirm_email: {
    title: "Confirm your new address",
    lead: "Press the button to use {{email}} for your account. All your other sessions will be logged out.",
    button: "Use this address",
    done: "Your e-mail address has been changed.",
    invalid:
      "This link for a new address does not work: it is wrong, has already been used or has expired.",
  },
  sessions: {
    title: "Where you are logged in",
    lead: "If you do not recognise one of these, log it out and change your password.",
    here: "this session",
    last_seen: "last used",
    unknown_device: "Unknown device",
    unknown_address: "unknown address",
    end: "Log out",
    ended: "The session has been logged out.",
    gone: "That session had already ended.",
    end_others_one: "Log out {{count}} other session",
    end_others_other: "Log out {{count}} other sessions",
    end_others_title: "Log out everywhere else?",
    end_others_lead:
      "Only this session stays logged in. Anyone who uses another one will have to log in again.",
    end_others_button: "Log out other sessions",
    others_ended: "All your other sessions have been logged out.",
  },
  activity: {
    title: "Recent activity",
    lead: "What has happened to your account recently.",
    none: "Nothing so far.",
    away: "This cannot be shown at the moment. Everything else works.",
  },
} as const;
