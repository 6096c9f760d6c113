/** Everything that mails say, in English; a group for each kind of mail. */
export const en = {
  greeting: "Hello {{to}},",
  confirmation: {
    subject: "Confirm your e-mail address",
    message_one: "Please confirm that this address is yours. The link works for {{count}} day.",
    message_other: "Please confirm that this address is yours. The link works for {{count}} days.",
    button: "Confirm this address",
    otherwise: "If you did not sign up, ignore this mail; nothing more will come of it.",
  },
  password_reset: {
    subject: "Choose a new password",
    message_one:
      "Somebody asked to choose a new password for your account. The link works for {{count}} day.",
    message_other:
      "Somebody asked to choose a new password for your account. The link works for {{count}} days.",
    button: "Choose a new password",
    otherwise: "If it was not you, ignore this mail; your password stays as it is.",
  },
  email_change: {
    subject: "Confirm your new e-mail address",
    message_one:
      "Please confirm that your account may move to this address. The link works for {{count}} day.",
    message_other:
      "Please confirm that your account may move to this address. The link works for {{count}} days.",
    button: "Use this address",
    otherwise: "If you did not ask for this, ignore this mail; nothing more will come of it.",
  },
  email_change_notice: {
    subject: "Your e-mail address is about to change",
    message: "Somebody who knows your password asked to move your account to another address.",
    otherwise: "If it was not you, log in and change your password now: that calls it off.",
  },
  password_changed: {
    subject: "Your password was changed",
    message: "The password of your account was changed, and all other sessions were ended.",
    otherwise: "If it was not you, choose a new password through the log-in page at once.",
  },
  password_was_reset: {
    subject: "Your password was reset",
    message: "A new password was chosen through a mailed link, and all sessions were ended.",
    otherwise:
      "If it was not you, somebody reads your mail: secure it, then choose a new password.",
  },
} as const;
