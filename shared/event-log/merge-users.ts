import type { eventLogActions, ResultOf } from "../contracts";
import { whomOf } from "../events";
import type { userCursors } from "./log-cursors";

type Page = ResultOf<(typeof eventLogActions)["listEventsByUser"]>;

/**
 * All events of the users that every publisher has come to, user by user. What one of them read
 * further comes again with the next page.
 */
export function mergeUsers(pages: readonly Page[], cursors: ReturnType<typeof userCursors>): Page {
  const [only, ...others] = pages;
  if (only && others.length === 0) return only;
  const ends = pages.flatMap(({ next_cursor: next }) =>
    next === null ? [] : [cursors.decode(next)[0] ?? ""],
  );
  const end = ends.sort(byBytes)[0];
  const data = pages
    .flatMap((page) => page.data)
    .map((event) => ({ event, user: whomOf(event) ?? "" }))
    .filter(({ user }) => end === undefined || byBytes(user, end) <= 0)
    .sort((a, b) => byBytes(a.user, b.user) || compareVersions(a.event, b.event))
    .map(({ event }) => event);
  return { data, next_cursor: end === undefined ? null : cursors.encode([end]) };
}

function compareVersions(a: Page["data"][number], b: Page["data"][number]): number {
  return a.aggregateversion - b.aggregateversion || byBytes(a.id, b.id);
}

function byBytes(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
