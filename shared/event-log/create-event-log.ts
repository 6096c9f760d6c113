import { events, parseParams, type PublisherName, publisherNames } from "../contracts";
import type { Signer } from "../signing";
import { askEach, askOne, findInEach } from "./ask-each";
import { logCursors, userCursors } from "./log-cursors";
import { mergePages } from "./merge-pages";
import { mergeUsers } from "./merge-users";
import type { EventLog, PublisherCalls } from "./publisher-calls";

const { listEvents, countEvents, listEventsByUser } = events.actions;

/** The logs of all publishers as one, by asking each of them as the caller. */
export function createEventLog({
  call,
  signer,
  publishers = publisherNames,
}: {
  call: PublisherCalls;
  signer: Signer;
  publishers?: readonly PublisherName[];
}): EventLog {
  return {
    async listEvents(given, caller) {
      const params = parseParams(listEvents.params, given);
      const { order, limit } = params;
      const pages = await askEach(publishers, (name) => call[name].listEvents(params, caller));
      const { encode } = logCursors(signer, params);
      return mergePages(pages, { publishers, order, limit, encode });
    },

    async countEvents(given, caller) {
      const params = parseParams(countEvents.params, given);
      let all: { count: number; is_estimate: boolean; counted_at: string } | undefined;
      for (const name of publishers) {
        // By one clock: what the first counts up to is the end for all.
        const until = earlier(params.until, all?.counted_at);
        const { count, is_estimate, counted_at } = await askOne(name, () =>
          call[name].countEvents({ ...params, until }, caller),
        );
        all = {
          count: (all?.count ?? 0) + count,
          is_estimate: is_estimate || (all?.is_estimate ?? false),
          counted_at: all?.counted_at ?? counted_at,
        };
      }
      if (!all) throw new Error("no service publishes");
      return all;
    },

    getEvent: async (params, caller) =>
      await findInEach(publishers, (name) => call[name].getEvent(params, caller)),

    async listEventsByUser(given, caller) {
      const params = parseParams(listEventsByUser.params, given);
      const pages = await askEach(publishers, (name) =>
        call[name].listEventsByUser(params, caller),
      );
      return mergeUsers(pages, userCursors(signer, params.types));
    },

    publishedUntil: async (params, caller) => {
      const all = await askEach(publishers, (name) => call[name].publishedUntil(params, caller));
      const [before] = all.map((answer) => answer.before).sort();
      if (before === undefined) throw new Error("no service publishes");
      return { before };
    },

    async listEventIds(params, caller) {
      return mergeIds(await askEach(publishers, (name) => call[name].listEventIds(params, caller)));
    },

    async getEvents(params, caller) {
      const all = await askEach(publishers, (name) => call[name].getEvents(params, caller));
      return { data: all.flatMap(({ data }) => data) };
    },

    recordRepair: async (params, caller) => {
      const [first] = publishers;
      if (first === undefined) throw new Error("no service publishes");
      return await askOne(first, (name) => call[name].recordRepair(params, caller));
    },

    // One log has to have it; the others would tell the same a second time.
    recordOperation: async (params, caller) => {
      const [first] = publishers;
      if (first === undefined) throw new Error("no service publishes");
      return await askOne(first, (name) => call[name].recordOperation(params, caller));
    },
  };
}

/** The ids that every publisher has come to, in their order. What one of them read further comes again. */
function mergeIds(pages: readonly { ids: string[]; next: string | null }[]) {
  const [end] = pages.flatMap(({ next }) => (next === null ? [] : [next])).sort();
  const ids = pages.flatMap((page) => page.ids).filter((id) => end === undefined || id < end);
  return { ids: ids.sort(), next: end ?? null };
}

function earlier(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Date.parse(a) < Date.parse(b) ? a : b;
}
