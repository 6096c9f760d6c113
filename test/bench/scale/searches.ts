import { findUsers } from "../../../services/search/domain/find-users";
import { parseParams, search } from "../../../shared/contracts";
import type { Deps } from "../../../shared/service";
import { besideBare, timesOf } from "./measure";

/** How long searches take: beginnings of words, words with two letters swapped, three letters from inside. */
export async function benchSearches(deps: Deps, words: readonly string[]) {
  const find = (params: object) =>
    findUsers(deps, parseParams(search.actions.users.params, params));
  const beginnings = words.map((word) => word.slice(0, 4));
  const bare = async (query: string): Promise<unknown> =>
    await deps.db.raw(
      `select id, email from search.documents where search_text >= ? and search_text < ?
       order by search_text, id limit 21`,
      [query, `${query}\u{10ffff}`],
    );
  const whole = words.map((word) => `${typoOf(word)}@mial.example`);
  return {
    unit: "ms a search, one after another",
    beginning: await besideBare(beginnings, { own: (query) => find({ query }), bare }),
    typo: await timesOf(words.map(typoOf), (query) => find({ query })),
    typo_in_address: await timesOf(whole, (query) => find({ query })),
    three_inside: await timesOf(words.map(insideOf), (query) => find({ query })),
    page_of_users: await timesOf(pages(), (page) => find({ ...page })),
  };
}

function typoOf(word: string): string {
  const middle = Math.floor(word.length / 2);
  const [before = "", after = ""] = [word[middle - 1], word[middle]];
  return word.slice(0, middle - 1) + after + before + word.slice(middle + 1);
}

function insideOf(word: string, n: number): string {
  const from = 1 + (n % Math.max(1, word.length - 3));
  return word.slice(from, from + 3);
}

function pages(): { sort: string; limit: number }[] {
  const sorts = ["-created_at", "created_at", "email", "-email"];
  return Array.from({ length: 100 }, (_, n) => ({ sort: sorts[n % 4] ?? "", limit: 20 }));
}
