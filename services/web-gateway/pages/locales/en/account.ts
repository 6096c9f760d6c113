export const account = {
  home: {
    title: "Home",
    headline: "One account, well looked after",
    lead: "Sign up, log in, and see at any time where your account is in use and what happened to it.",
    register: "Create an account",
    welcome: "Welcome",
    logged_in: "You are logged in as {{email}}.",
    unconfirmed:
      "Your e-mail address is not confirmed yet. Open the link in the mail that we sent you.",
    confirm: "Send another mail",
    settings: "Your settings",
    admin: "Administration",
    developers: "For developers",
    api: "API",
    api_about: "Every operation, what it takes and how it answers.",
    openapi_about: "The same for programs, as OpenAPI 3.1.",
    mailbox_about: "Every mail that would have gone out, in development.",
  },
  register: {
    title: "Register",
    heading: "Create your account",
    lead: "We send a link to your address, to make sure that it is yours.",
    button: "Create account",
    have_account: "Do you have an account already?",
    done: "Your account is there, and you are logged in. We sent you a mail to confirm your address.",
    done_log_in:
      "Your account is there, and a mail to confirm your address is on its way. Please log in.",
  },
  log_in: {
    title: "Log in",
    heading: "Welcome back",
    button: "Log in",
    remember: "Keep me logged in for 60 days",
    forgot: "Forgot your password?",
    no_account: "Do you have no account yet?",
    back: "Back to log in",
    done: "You are logged in.",
    required: "Please log in to see this page.",
    session_over: "Your session has ended. Please log in again.",
  },
  log_out: {
    button: "Log out",
    done: "You are logged out.",
  },
  reset_request: {
    title: "Forgot your password?",
    lead: "Tell us your address, and we send you a link to choose a new one.",
    button: "Send the link",
    done: "If there is an account with this address, a mail with a link is on its way. It works for a day.",
  },
  reset: {
    title: "Choose a new password",
    lead: "Afterwards you are logged out everywhere, and log in with the new password.",
    button: "Save the new password",
    done: "Your new password is saved. Log in with it.",
    invalid:
      "This link to choose a new password does not work: it is wrong, was used already, or is too old.",
  },
  confirmation_request: {
    title: "Confirm your address",
    lead: "Did the mail with the link not arrive? We send another one.",
    button: "Send another mail",
    done: "If this address has an account and is not confirmed yet, a mail with a link is on its way.",
  },
  confirm: {
    title: "Confirm your address",
    lead: "One press, and we know that this e-mail address is yours.",
    button: "Confirm my address",
    done: "Thank you: your address is confirmed.",
    invalid:
      "This link to confirm an address does not work: it is wrong, was used already, or is too old.",
  },
} as const;
