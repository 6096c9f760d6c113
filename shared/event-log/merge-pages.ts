import { type eventLogActions, type PublisherName, type ResultOf, uuidOf } from "../contracts";
import { AppError } from "../errors";
import { inLogOrder, type Position } from "../events";

type Page = ResultOf<(typeof eventLogActions)["listEvents"]>;
type Envelope = Page["data"][number];

/**
 * The first `limit` events of the pages that publishers answered to the same question, and a cursor
 * that each of them takes: it says how far the merged list came, which is a position in every log.
 */
export function mergePages(
  pages: readonly Page[],
  options: {
    publishers: readonly PublisherName[];
    order: "asc" | "desc";
    limit: number;
    encode: (position: Position) => string;
  },
): { data: Envelope[]; next_cursor: string | null } {
  const { publishers, order, limit, encode } = options;
  const [only, ...others] = pages;
  if (only && others.length === 0) return { data: only.data, next_cursor: only.next_cursor };
  const events = inLogOrder(
    pages.flatMap((page, index) => withPositions(page, publishers[index])),
    order,
  );
  const shown = events.slice(0, limit);
  const last = shown.at(-1);
  const isMore = events.length > limit || pages.some((page) => page.next_cursor !== null);
  return {
    data: shown.map(({ event }) => event),
    next_cursor: isMore && last ? encode(last.position) : null,
  };
}

function withPositions({ data, exact_times: times }: Page, name: PublisherName | undefined) {
  return data.map((event, index): { event: Envelope; position: Position } => {
    const time = times?.[index];
    if (time !== undefined) return { event, position: [time, uuidOf(event.id)] };
    const detail = `${name} is of a version whose event log cannot be merged with others`;
    throw new AppError("unavailable", { detail, part: name });
  });
}
