/** Markup that is escaped by construction, for pages and mails. */
export { Html, html } from "./html";
