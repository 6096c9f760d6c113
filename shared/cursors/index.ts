/** Where a page of a list ended, for the next one to go on: signed, so that nobody makes one up. */
export { decodeCursor, encodeCursor, listName } from "./cursor";
export { toPage } from "./page";
export { showEach, type ShownList } from "./show-each";
