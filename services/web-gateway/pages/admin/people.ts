import { isOutage } from "../../../../shared/errors";
import { type Html, html } from "../../../../shared/html";
import { isTypeId } from "../../../../shared/ids";
import { recover } from "../../api/recover";
import { address } from "../components/address";
import { link } from "../components/link";
import { act } from "../visits/act";
import type { Visit } from "../visits/visit";

/** The addresses of the users on a page by their ids; undefined while nobody can say them. */
export type People = ReadonlyMap<string, string> | undefined;

/** Looks up the addresses of all users among some ids; other actors and subjects have none. */
export async function peopleOf(
  visit: Visit,
  ids: readonly (string | null | undefined)[],
): Promise<People> {
  const users = [...new Set(ids)].filter((id): id is string => isUser(id));
  if (users.length === 0) return new Map();
  return await recover<People>(
    async () => {
      const { data } = await act(visit, "accounts", "nameUsers", { ids: users });
      return new Map(data.map(({ id, email }) => [id, email]));
    },
    isOutage,
    () => undefined,
  );
}

function isUser(id: string | null | undefined): boolean {
  return typeof id === "string" && isTypeId(id, "user");
}

/**
 * A user's address with a link to their page. Of one who is gone there is an id only, which leads to
 * what is recorded; other actors have a name.
 */
export function who({ t }: Visit, id: string | null | undefined, people: People): Html {
  if (!id) return html`–`;
  if (isUser(id)) {
    const email = people?.get(id);
    if (email !== undefined) return link(`/admin/users/${id}`, address(email));
    const short = html`<code class="whitespace-nowrap">…${id.slice(-6)}</code>`;
    if (people === undefined) return link(`/admin/users/${id}`, short);
    const recorded = link(`/admin/audit?subject=${id}`, short);
    return html`<span class="text-soft">${t("admin.user.gone")}</span> ${recorded}`;
  }
  const key = `actors.${id}`;
  return html`${t.has(key) ? t(key) : id}`;
}
