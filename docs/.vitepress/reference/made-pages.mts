import { readAsyncApi, readOpenApi } from "./documents.mjs";
import { eventPage } from "./event-page.mjs";
import { httpPages } from "./http-pages.mjs";

export interface MadePage {
  /** The last part of its address, below `reference/`. */
  name: string;
  content: string;
}

let made: MadePage[] | undefined;

/** The pages that are made from what the platform says of itself. */
export function madePages(): MadePage[] {
  made ??= [...httpPages(readOpenApi()), { name: "events", content: eventPage(readAsyncApi()) }];
  return made;
}
