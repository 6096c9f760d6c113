import { html } from "../../../../shared/html";
import { button } from "../components/button";
import { checkbox } from "../components/forms/checkbox";
import { field } from "../components/forms/field";
import { filters } from "../components/forms/filters";
import { form } from "../components/forms/form";
import { formCard } from "../components/forms/form-card";
import { label } from "../components/forms/label";
import { select } from "../components/forms/select";
import { textarea } from "../components/forms/textarea";
import type { Example } from "./example";

/** What something is typed into. */
export const formExamples: readonly Example[] = [
  {
    name: "checkbox",
    about: "A yes-or-no choice.",
    show: () => checkbox({ name: "agree", label: "Keep me logged in", checked: true }),
  },
  {
    name: "field",
    about:
      "Label, hint, input or choice, and room for an error. Types: text, email, password, search, datetime-local.",
    show: ({ t }) =>
      html`${field(t, {
        name: "example_email",
        type: "email",
        label: "E-mail address",
        value: "ada@",
        error: "This is not a valid e-mail address.",
      })}
      ${field(t, {
        name: "example_password",
        type: "password",
        label: "Password",
        hint: "At least 12 characters.",
        autocomplete: "new-password",
      })}
      ${field(t, { name: "example_time", type: "datetime-local", label: "Since" })}
      ${field(t, {
        name: "example_state",
        label: "State",
        choices: [
          ["open", "Open"],
          ["closed", "Closed"],
        ],
        value: "ajar",
        error: "This is not one of the choices.",
      })}`,
  },
  {
    name: "filters",
    about: "A form that only filters: its fields become the query of the address.",
    show: ({ t }) =>
      filters(
        "/dev/components",
        field(t, { name: "example_query", type: "search", label: "Name", free: true }),
        "Search",
      ),
  },
  {
    name: "form",
    about:
      "A form that changes something; it carries its token and, unless it is a POST, its method.",
    show: (visit) =>
      form({
        action: "/dev/components",
        method: "DELETE",
        token: visit.formToken(),
        body: html`<div>${button({ label: "Delete", kind: "danger" })}</div>`,
      }),
  },
  {
    name: "form-card",
    about: "The only form of a page, with errors about the whole form above its fields.",
    show: (visit) =>
      formCard({
        action: "/dev/components",
        token: visit.formToken(),
        notice: "The e-mail address or the password is wrong.",
        body: button({ label: "Log in" }),
      }),
  },
  {
    name: "label",
    about: "The label above an input.",
    show: () =>
      html`${label("example_name", "Name")}<input id="example_name" class="border border-edge" />`,
  },
  {
    name: "select",
    about: "A choice of one among a few; a field with choices contains it.",
    show: () =>
      html`${label("example_order", "Order")}
      ${select({
        id: "example_order",
        name: "example_order",
        value: "old",
        choices: [
          ["new", "Newest first"],
          ["old", "Oldest first"],
        ],
        describedBy: "",
        invalid: false,
      })}`,
  },
  {
    name: "textarea",
    about: "An input of several lines.",
    show: () => textarea({ name: "example_text", label: "Note", value: "First line\nsecond line" }),
  },
];
