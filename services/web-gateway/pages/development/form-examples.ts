import { button } from "../components/button";
import { checkbox } from "../components/checkbox";
import { field } from "../components/field";
import { filters } from "../components/filters";
import { form } from "../components/form";
import { formCard } from "../components/form-card";
import { label } from "../components/label";
import { select } from "../components/select";
import { textarea } from "../components/textarea";
import { html } from "../../../../shared/html";
import type { Example } from "./example";

/** What something is typed into. */
export const formExamples: readonly Example[] = [
  {
    name: "checkbox",
    about: "A choice of yes or no.",
    show: () => checkbox({ name: "agree", label: "Keep me logged in", checked: true }),
  },
  {
    name: "field",
    about:
      "Label, hint, input or choice, and room for what is wrong. Types: text, email, password, search, datetime-local.",
    show: ({ t }) =>
      html`${field(t, {
        name: "example_email",
        type: "email",
        label: "E-mail address",
        value: "ada@",
        error: "This is not an e-mail address.",
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
        error: "This is none of the choices.",
      })}`,
  },
  {
    name: "filters",
    about: "A form that only looks: its fields go into the address.",
    show: ({ t }) =>
      filters(
        "/dev/components",
        field(t, { name: "example_query", type: "search", label: "Name", free: true }),
        "Search",
      ),
  },
  {
    name: "form",
    about: "A form that changes something; carries its token and, where it is no POST, its method.",
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
    about: "A page's one form, with what is wrong as a whole above its fields.",
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
    about: "The words above an input.",
    show: () =>
      html`${label("example_name", "Name")}<input id="example_name" class="border border-edge" />`,
  },
  {
    name: "select",
    about: "A choice of one among a few; a field has it with its choices.",
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
    about: "Room for several lines.",
    show: () => textarea({ name: "example_text", label: "Note", value: "First line\nsecond line" }),
  },
];
