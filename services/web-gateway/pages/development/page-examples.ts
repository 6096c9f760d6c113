import { html } from "../../../../shared/html";
import { alert } from "../components/alert";
import { badge } from "../components/badge";
import { button, buttonLink } from "../components/button";
import { card } from "../components/card";
import { flashMessage } from "../components/flash";
import { header } from "../components/header";
import { icon } from "../components/icon";
import { backLink, link } from "../components/link";
import { list } from "../components/list";
import { modal } from "../components/modal";
import { numberedPagination } from "../components/numbered-pagination";
import { pagination } from "../components/pagination";
import { table } from "../components/table";
import { tabs } from "../components/tabs";
import { moment } from "../components/time";
import type { Example } from "./example";

/** What shows something. */
export const pageExamples: readonly Example[] = [
  {
    name: "alert",
    about: "A message about the whole page: information, warning or error.",
    show: () =>
      html`<div class="grid grid-cols-1 gap-3">
        ${alert("info", "The changes were saved.")}
        ${alert("warning", "Your address is not confirmed yet.")}
        ${alert("error", "The changes could not be saved.")}
      </div>`,
  },
  {
    name: "badge",
    about: "A state in a word or two.",
    show: () =>
      html`${badge("plain")} ${badge("fine", "good")} ${badge("waiting", "warning")}
      ${badge("disabled", "danger")}`,
  },
  {
    name: "back",
    about: "A link back to the previous page, above a title.",
    show: () => backLink("#back", "All users"),
  },
  {
    name: "button",
    about: "Submits its form or opens a modal. A button link is a link that looks like a button.",
    show: () =>
      html`<div class="flex flex-wrap gap-3">
        ${button({ label: "Save" })} ${button({ label: "Later", kind: "secondary" })}
        ${button({ label: "Delete", kind: "danger" })} ${button({ label: "Skip", kind: "quiet" })}
        ${button({ label: "Small", small: true })}
        ${buttonLink({ label: "A button link", href: "#button", kind: "secondary" })}
      </div>`,
  },
  {
    name: "card",
    about: "A self-contained part of a page.",
    show: () =>
      card({
        title: "Sessions",
        description: "Where you are logged in.",
        body: html`This session.`,
      }),
  },
  {
    name: "flash",
    about: "A message from the previous page, shown once. With JavaScript it can be dismissed.",
    show: ({ t }) => flashMessage(t, { kind: "info", key: "log_in.done" }),
  },
  {
    name: "header",
    about: "The title of a page, with a link back and buttons.",
    show: () =>
      header({
        title: "Ada Lovelace",
        subtitle: "Registered in 1815.",
        actions: button({ label: "Disable account", kind: "secondary" }),
      }),
  },
  {
    name: "icon",
    about: "A symbol beside text; screen readers skip it.",
    show: () =>
      html`<div class="flex gap-3">
        ${icon("menu")} ${icon("check")} ${icon("warning")} ${icon("device")} ${icon("mail")}
      </div>`,
  },
  { name: "link", about: "A link in running text.", show: () => link("#link", "Read more") },
  {
    name: "list",
    about: "The properties of one thing, by name.",
    show: () =>
      list([
        ["Address", "ada@example.com"],
        ["Role", "User"],
      ]),
  },
  {
    name: "modal",
    about:
      "Asks before something that cannot be undone. Opens, closes and returns the focus without a script.",
    show: () =>
      html`${button({ label: "Discard", kind: "secondary", opens: "example" })}
      ${modal({
        id: "example",
        title: "Discard this?",
        body: "This cannot be undone.",
        cancel: "Cancel",
        confirm: button({ label: "Discard", kind: "danger" }),
      })}`,
  },
  {
    name: "numbered-pagination",
    about: "The current page of a list, and links to all the others.",
    show: ({ t }) =>
      numberedPagination(t, {
        path: "/dev/components",
        query: {},
        page: 3,
        pages: 12,
        more: false,
        next: null,
      }),
  },
  {
    name: "pagination",
    about: "Links to the next page of a list and back to its beginning.",
    show: ({ t }) => pagination(t, { path: "/dev/components", query: { cursor: "a" }, next: "b" }),
  },
  {
    name: "table",
    about: "Rows of similar things; scrolls where space is short, by keyboard too.",
    show: () =>
      table({
        caption: "Mountains",
        empty: "No mountains.",
        rows: [
          { name: "Eiger", height: 3967 },
          { name: "Mönch", height: 4110 },
        ],
        columns: [
          { title: "Name", cell: ({ name }) => name },
          { title: "Height", cell: ({ height }) => `${height} m` },
        ],
      }),
  },
  {
    name: "tabs",
    about: "The pages of one area, with the current one marked.",
    show: () =>
      tabs("Areas", [
        { href: "#tabs", label: "Users", current: true },
        { href: "#tabs", label: "Events", current: false },
      ]),
  },
  {
    name: "time",
    about: "A time in UTC; with JavaScript in the reader's own time zone.",
    show: ({ language }) => moment(language, "2026-03-01T12:30:00Z"),
  },
];
