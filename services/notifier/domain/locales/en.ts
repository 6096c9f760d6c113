/** Everything that mails say, in English; a group for each kind of mail. */
export const en = {
  greeting: "Hello {{to}},",
  support: "Questions? Write to {{address}}.",
  confirmation: {
    subject: "Confirm your e-mail address",
    message_one: "Please confirm that this address is yours. The link works for {{count}} day.",
    message_other: "Please confirm that this address is yours. The link works for {{count}} days.",
    button: "Confirm this address",
    otherwise: "If you did not sign up, you can ignore this e-mail.",
  },
  password_reset: {
    subject: "Choose a new password",
    message_one:
      "Someone asked for a new password for your account. The link works for {{count}} day.",
    message_other:
      "Someone asked for a new password for your account. The link works for {{count}} days.",
    button: "Choose a new password",
    otherwise: "If it was not you, you can ignore this e-mail; your password stays the same.",
  },
  invitation: {
    subject: "You have been invited",
    message_one:
      "An account was made for you. Choose its password to use it. The link works for {{count}} day.",
    message_other:
      "An account was made for you. Choose its password to use it. The link works for {{count}} days.",
    button: "Choose a password",
    otherwise: "If you do not know why, you can ignore this e-mail.",
  },
  email_change: {
    subject: "Confirm your new e-mail address",
    message_one:
      "Please confirm that this is the new address of your account. The link works for {{count}} day.",
    message_other:
      "Please confirm that this is the new address of your account. The link works for {{count}} days.",
    button: "Use this address",
    otherwise: "If you did not ask for this, you can ignore this e-mail.",
  },
  email_change_notice: {
    subject: "Your e-mail address is about to change",
    message: "Someone who knows your password asked to change the e-mail address of your account.",
    otherwise: "If it was not you, log in and change your password now: that cancels the change.",
  },
  password_changed: {
    subject: "Your password was changed",
    message: "The password of your account was changed, and all other sessions were logged out.",
    otherwise: "If it was not you, reset your password on the log-in page immediately.",
  },
  password_was_reset: {
    subject: "Your password was reset",
    message:
      "A new password was set through a link sent by e-mail, and all sessions were logged out.",
    otherwise:
      "If it was not you, someone can read your e-mail: secure your mailbox, then choose a new password.",
  },
  factor_added: {
    subject: "A second factor was added",
    message:
      "An authenticator app was added to your account. Logging in takes one of its codes from now on.",
    otherwise: "If it was not you, someone knows your password: ask for help immediately.",
  },
  factor_removed: {
    subject: "A second factor was removed",
    message: "An authenticator app was removed from your account. Its codes work no more.",
    otherwise: "If it was not you, log in, change your password and add your app again.",
  },
  recovery_codes_generated: {
    subject: "You have new recovery codes",
    message: "New recovery codes were made for your account. The ones before work no more.",
    otherwise: "If it was not you, change your password and make new codes immediately.",
  },
  recovery_code_used: {
    subject: "A recovery code was used",
    message: "One of your recovery codes was used in place of a code of your app. It is spent now.",
    otherwise: "If it was not you, change your password and make new codes immediately.",
  },
} as const;
