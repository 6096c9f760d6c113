/** Errors by their codes: as a whole, and of a field. */
export const errors = {
  problems: { all: "All problems", code: "Code", status: "Status" },
  errors: {
    home: "To the front page",
    request: "If you tell us of it, name this number:",
    wait_seconds_one: "Too many tries. Try again in a second.",
    wait_seconds_other: "Too many tries. Try again in {{count}} seconds.",
    wait_minutes_one: "Too many tries. Try again in a minute.",
    wait_minutes_other: "Too many tries. Try again in {{count}} minutes.",
    down: {
      database: "The database does not answer.",
      accounts: "The accounts service does not answer.",
      search: "The search service does not answer.",
      audit: "The audit service does not answer.",
      notifier: "The mail service does not answer.",
    },
    codes: {
      malformed_request: {
        title: "This could not be read",
        text: "The address, or what was sent with it, is not in a form that we understand.",
      },
      unauthenticated: {
        title: "Please log in",
        text: "Only who is logged in gets any further here.",
      },
      invalid_credentials: {
        title: "This does not fit",
        text: "The e-mail address or the password is wrong.",
      },
      forbidden: { title: "This is not for you", text: "Your account may not see or do this." },
      csrf_failed: {
        title: "This came from somewhere else",
        text: "The request did not come from a page of ours, so nothing was done. Go to the front page and try again from there.",
      },
      not_found: {
        title: "There is nothing here",
        text: "This address leads nowhere. Perhaps it was cut off on its way, or what it led to is gone.",
      },
      method_not_allowed: {
        title: "Not like this",
        text: "This address does not take what was asked of it.",
      },
      already_confirmed: {
        title: "Confirmed already",
        text: "This address is confirmed already; there is nothing left to do.",
      },
      precondition_failed: {
        title: "It has changed",
        text: "This was changed since you looked at it. Look again before you change it.",
      },
      payload_too_large: { title: "Too much", text: "What was sent is larger than we take." },
      unsupported_media_type: {
        title: "In the wrong form",
        text: "What was sent is in a form that this address does not take.",
      },
      validation_failed: {
        title: "Something is not right yet",
        text: "Please correct what is marked, and send it again.",
      },
      token_invalid: {
        title: "This link does not work",
        text: "It is wrong, was used already, or is too old.",
      },
      idempotency_key_reused: {
        title: "The same key for something else",
        text: "The Idempotency-Key belongs to another request.",
      },
      rate_limited: { title: "Too many tries", text: "That was too often. Please wait a while." },
      internal: {
        title: "Something went wrong",
        text: "The fault is ours. Please try again in a while.",
      },
      overloaded: {
        title: "Too busy at the moment",
        text: "There is too much to do just now, and nothing was changed. Please try again in a few seconds.",
      },
      unavailable: {
        title: "Not available at the moment",
        text: "A part of the platform does not answer, and nothing was changed. Please try again in a while.",
      },
      timeout: {
        title: "No answer in time",
        text: "It took too long, so we do not know whether it was done. Look before you try again.",
      },
    },
    fields: {
      email: {
        required: "Please enter your e-mail address.",
        too_small: "Please enter your e-mail address.",
        too_big: "This address is too long.",
        invalid_email: "This is not an e-mail address.",
        email_taken: "There is an account with this address already.",
        not_changed: "This is your address already.",
      },
      password: {
        required: "Please enter a password.",
        too_small_one: "Use at least {{count}} character.",
        too_small_other: "Use at least {{count}} characters.",
        too_big_one: "Use at most {{count}} character.",
        too_big_other: "Use at most {{count}} characters.",
      },
      password_confirmation: {
        confirmation_mismatch: "This is not the same as the password.",
        too_big: "This is not the same as the password.",
      },
      current_password: {
        wrong_password: "This is not your password.",
        too_big: "This is not your password.",
      },
      disabled: { own_account: "You cannot close your own account." },
      page: {
        invalid_type: "This is not the number of a page.",
        too_small: "Pages are counted from one.",
        page_too_deep: "Pages so far down have no numbers. Make the list shorter with the filters.",
      },
      since: { invalid: "2026-01-31T09:30 is a time, this is not." },
      until: { invalid: "2026-01-31T09:30 is a time, this is not." },
      cursor: { too_big: "The address leads to no page of this list." },
    },
    any_field: {
      invalid: "This is not right.",
      invalid_characters: "This has characters that cannot be used.",
      invalid_value: "This is none of the choices.",
      repeated: "This was said more than once.",
      required: "Please fill this in.",
      too_big: "This is too long.",
      too_small: "This is too short.",
      unknown_field: "This is not a filter of this list.",
    },
  },
} as const;
