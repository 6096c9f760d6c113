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
import { html } from "../../../../shared/html";
import type { Example } from "./example";

/** What shows something. */
export const pageExamples: readonly Example[] = [
  {
    name: "alert",
    about: "A message about the whole page: information, warning or error.",
    show: () =>
      html`<div class="grid grid-cols-1 gap-3">
        ${alert("info", "It is done.")} ${alert("warning", "Look at this.")}
        ${alert("error", "That did not work.")}
      </div>`,
  },
  {
    name: "badge",
    about: "A state in a word or two.",
    show: () =>
      html`${badge("plain")} ${badge("fine", "good")} ${badge("waiting", "warning")}
      ${badge("closed", "danger")}`,
  },
  {
    name: "back",
    about: "The way to where one came from, above a title.",
    show: () => backLink("#back", "All users"),
  },
  {
    name: "button",
    about: "Sends the form it is in, or opens a modal. As a link it only looks like one.",
    show: () =>
      html`<div class="flex flex-wrap gap-3">
        ${button({ label: "Save" })} ${button({ label: "Later", kind: "secondary" })}
        ${button({ label: "Delete", kind: "danger" })} ${button({ label: "Skip", kind: "quiet" })}
        ${button({ label: "Small", small: true })}
        ${buttonLink({ label: "A way to go", href: "#button", kind: "secondary" })}
      </div>`,
  },
  {
    name: "card",
    about: "A part of a page that stands for itself.",
    show: () => card({ title: "Sessions", description: "Where you are.", body: html`Here.` }),
  },
  {
    name: "flash",
    about: "What the page before had to say, said once. With JavaScript it can be put away.",
    show: ({ t }) => flashMessage(t, { kind: "info", key: "log_in.done" }),
  },
  {
    name: "header",
    about: "What a page is about, with the way back and buttons.",
    show: () =>
      header({
        title: "Ada Lovelace",
        subtitle: "Registered in 1815.",
        actions: button({ label: "Close account", kind: "secondary" }),
      }),
  },
  {
    name: "icon",
    about: "A sign beside words; screen readers pass over it.",
    show: () =>
      html`<div class="flex gap-3">
        ${icon("menu")} ${icon("check")} ${icon("warning")} ${icon("device")} ${icon("mail")}
      </div>`,
  },
  { name: "link", about: "A link in running text.", show: () => link("#link", "All about it") },
  {
    name: "list",
    about: "What is known of one thing, name by name.",
    show: () =>
      list([
        ["Address", "ada@example.com"],
        ["Role", "User"],
      ]),
  },
  {
    name: "modal",
    about:
      "Asks before something cannot be undone. Opens, closes and gives the focus back without script.",
    show: () =>
      html`${button({ label: "Discard", kind: "secondary", opens: "example" })}
      ${modal({
        id: "example",
        title: "Discard this?",
        body: "It will not come back.",
        cancel: "Cancel",
        confirm: button({ label: "Discard", kind: "danger" }),
      })}`,
  },
  {
    name: "numbered-pagination",
    about: "Where in a list one is, and the way to any other page of it.",
    show: ({ t }) =>
      numberedPagination(t, {
        ...{ path: "/dev/components", query: {} },
        ...{ page: 3, pages: 12, more: false, next: null },
      }),
  },
  {
    name: "pagination",
    about: "The way on in a list, and back to its beginning.",
    show: ({ t }) => pagination(t, { path: "/dev/components", query: { cursor: "a" }, next: "b" }),
  },
  {
    name: "table",
    about: "Rows of like things; scrolls where there is no room, also by keyboard.",
    show: () =>
      table({
        caption: "Mountains",
        empty: "No mountain.",
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
    about: "The pages of one area, with the present one marked.",
    show: () =>
      tabs("Areas", [
        { href: "#tabs", label: "Users", current: true },
        { href: "#tabs", label: "Events", current: false },
      ]),
  },
  {
    name: "time",
    about: "A moment in UTC; with JavaScript in the reader's own time.",
    show: ({ language }) => moment(language, "2026-03-01T12:30:00Z"),
  },
];
