/** Errors by their codes: as a whole, and of a field. */
export const errors = {
  problems: { all: "All problems", code: "Code", status: "Status" },
  errors: {
    home: "Go to the home page",
    request: "If you report this problem, please quote this request ID:",
    wait_seconds_one: "Too many attempts. Try again in a second.",
    wait_seconds_other: "Too many attempts. Try again in {{count}} seconds.",
    wait_minutes_one: "Too many attempts. Try again in a minute.",
    wait_minutes_other: "Too many attempts. Try again in {{count}} minutes.",
    down: {
      database: "The database is not responding.",
      accounts: "The accounts service is not responding.",
      search: "The search service is not responding.",
      audit: "The audit service is not responding.",
      notifier: "The mail service is not responding.",
    },
    codes: {
      malformed_request: {
        title: "The request could not be read",
        text: "The address, or the data sent with it, is malformed.",
      },
      unauthenticated: {
        title: "Please log in",
        text: "You have to be logged in to continue.",
      },
      invalid_credentials: {
        title: "Log-in failed",
        text: "The e-mail address or the password is wrong.",
      },
      insufficient_user_authentication: {
        title: "Please confirm that it is you",
        text: "This needs a recent log-in. Please log in again, then retry.",
      },
      forbidden: { title: "Access denied", text: "Your account is not allowed to see or do this." },
      csrf_failed: {
        title: "The request came from another site",
        text: "The request did not come from one of our pages, so nothing was done. Go to the home page and try again from there.",
      },
      not_found: {
        title: "Not found",
        text: "There is nothing at this address. The link may be incomplete, or what it led to no longer exists.",
      },
      method_not_allowed: {
        title: "Method not allowed",
        text: "This address does not support the kind of request that was sent.",
      },
      already_confirmed: {
        title: "Already confirmed",
        text: "This address is already confirmed. There is nothing left to do.",
      },
      precondition_failed: {
        title: "Changed in the meantime",
        text: "This has been changed since you viewed it. View it again before you change it.",
      },
      payload_too_large: { title: "Too large", text: "The request is larger than we accept." },
      unsupported_media_type: {
        title: "Unsupported format",
        text: "This address does not accept data in the format that was sent.",
      },
      validation_failed: {
        title: "Some input is invalid",
        text: "Please correct the marked fields and send the form again.",
      },
      log_in_expired: {
        title: "This log-in is over",
        text: "It has taken too long or has been finished already. Please log in again.",
      },
      token_invalid: {
        title: "This link is not valid",
        text: "It is wrong, has already been used or has expired.",
      },
      idempotency_key_reused: {
        title: "Idempotency key reused",
        text: "The Idempotency-Key has already been used for a different request.",
      },
      rate_limited: {
        title: "Too many attempts",
        text: "Please wait a while before you try again.",
      },
      internal: {
        title: "Something went wrong",
        text: "The problem is on our side. Please try again later.",
      },
      overloaded: {
        title: "Too busy at the moment",
        text: "The platform is overloaded, and nothing was changed. Please try again in a few seconds.",
      },
      unavailable: {
        title: "Temporarily unavailable",
        text: "Part of the platform is not responding, and nothing was changed. Please try again later.",
      },
      timeout: {
        title: "No response in time",
        text: "The request took too long, so we do not know whether it succeeded. Please check before you try again.",
      },
    },
    fields: {
      email: {
        required: "Please enter your e-mail address.",
        too_big: "This address is too long.",
        invalid_email: "This is not a valid e-mail address.",
        email_taken: "There is already an account with this address.",
        not_changed: "This is already your address.",
      },
      password: {
        required: "Please enter a password.",
        too_small_one: "Use at least {{count}} character.",
        too_small_other: "Use at least {{count}} characters.",
        too_big_one: "Use at most {{count}} character.",
        too_big_other: "Use at most {{count}} characters.",
        password_known:
          "This password is easy to guess or has appeared in a data breach. Please choose another one.",
        blank: "This is nothing but spaces.",
        invalid_characters: "This contains characters that a password cannot have.",
        wrong_password: "This is not your password.",
      },
      password_confirmation: {
        confirmation_mismatch: "The passwords do not match.",
        too_big: "The passwords do not match.",
      },
      current_password: {
        wrong_password: "This is not your password.",
        too_big: "This is not your password.",
      },
      totp: { too_small: "Please enter the code." },
      code: { required: "Please enter the code." },
      recovery_code: { too_small: "Please enter one of your recovery codes." },
      disabled: { own_account: "You cannot disable your own account." },
      id: { own_account: "Your own account is deleted in the settings." },
      role: { own_account: "You cannot change your own role." },
      page: {
        invalid_type: "This is not a page number.",
        too_small: "Page numbers start at 1.",
        page_too_deep: "Pages this far down have no numbers. Use the filters to shorten the list.",
      },
      since: { invalid: "Please enter a time such as 2026-01-31T09:30." },
      until: { invalid: "Please enter a time such as 2026-01-31T09:30." },
      cursor: { too_big: "This address does not lead to a page of this list." },
    },
    any_field: {
      invalid: "This is invalid.",
      invalid_characters: "This contains characters that are not allowed.",
      invalid_value: "This is not one of the choices.",
      account_disabled: "This account is disabled.",
      already_confirmed: "The address is confirmed already.",
      last_administrator: "This is the last administrator.",
      no_account: "No account has this address.",
      repeated: "This was given more than once.",
      required: "Please fill this in.",
      too_big: "This is too long.",
      too_small: "This is too short.",
      wrong_code: "This code is wrong, too old or used already.",
      unknown_field: "This list has no such filter.",
    },
  },
} as const;
