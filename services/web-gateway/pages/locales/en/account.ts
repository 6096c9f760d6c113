export const account = {
  home: {
    title: "Home",
    headline: "Your account in good hands",
    lead: "Sign up, log in, and see at any time where your account is used and what has happened to it.",
    register: "Create an account",
    welcome: "Welcome",
    logged_in: "You are logged in as {{email}}.",
    unconfirmed:
      "Your e-mail address is not confirmed yet. Open the link in the e-mail that we sent you.",
    confirm: "Send another e-mail",
    go_on: "Continue to {{name}}",
    settings: "Your settings",
    admin: "Administration",
    developers: "For developers",
    api: "API",
    api_about: "Every operation with its parameters and responses.",
    openapi_about: "The same for programs, as an OpenAPI 3.1 document.",
    mailbox_about: "In development: every e-mail that would have been sent.",
  },
  register: {
    title: "Register",
    heading: "Create your account",
    lead: "We will send a link to your address to make sure that it is yours.",
    button: "Create account",
    taken: "There is an account with this address already. Is it yours?",
    have_account: "Already have an account?",
    done: "Your account has been created and you are logged in. We have sent you an e-mail to confirm your address.",
    done_log_in:
      "Your account has been created, and an e-mail to confirm your address is on its way. Please log in.",
  },
  log_in: {
    already: "You are logged in already. Log out first to use another account.",
    title: "Log in",
    heading: "Welcome back",
    button: "Log in",
    remember_one: "Keep me logged in for {{count}} day",
    remember_other: "Keep me logged in for {{count}} days",
    remember_used_one:
      "Keep me logged in while I come back within {{count}} day, for {{most}} days at most",
    remember_used_other:
      "Keep me logged in while I come back within {{count}} days, for {{most}} days at most",
    forgot: "Forgot your password?",
    no_account: "No account yet?",
    back: "Back to log-in",
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
    lead: "Enter your e-mail address and we will send you a link to choose a new password.",
    button: "Send the link",
    done: "If there is an account with this address, an e-mail with a link is on its way. The link works for one day.",
  },
  reset: {
    title: "Choose a new password",
    lead: "You will be logged out everywhere and can then log in with the new password.",
    button: "Save the new password",
    done: "Your new password has been saved. Please log in with it.",
    done_elsewhere:
      "The new password has been saved. You are still logged in to your other account.",
    invalid:
      "This link for a new password does not work: it is wrong, has already been used or has expired.",
  },
  confirmation_request: {
    title: "Confirm your address",
    lead: "Did the e-mail with the link not arrive? We will send another one.",
    button: "Send another e-mail",
    done: "If this address belongs to an account and is not confirmed yet, an e-mail with a link is on its way.",
  },
  confirm: {
    title: "Confirm your address",
    lead: "Press the button to confirm that this e-mail address is yours.",
    button: "Confirm my address",
    done: "Thank you. Your address is confirmed.",
    already:
      "This link does not work any more, but the address of your account is confirmed: there is nothing left to do.",
    invalid:
      "This confirmation link does not work: it is wrong, has already been used or has expired.",
  },
} as const;
