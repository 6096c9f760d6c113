import { uuidOf } from "../../../shared/contracts";
import { decodeCursor, encodeCursor, listName } from "../../../shared/cursors";
import { transaction } from "../../../shared/database";
import { encodeTypeId } from "../../../shared/ids";
import type { Deps } from "../../../shared/service";
import { type Document, findDocumentVersions } from "../store/documents";
import { emptyDocument } from "./apply-event";

/** Documents as accounts knows the users when it is asked. */
export interface Batch {
  read: number;
  documents: Map<string, Document>;
  next_cursor: string | null;
}

const LIST = listName("search.rebuild", {});
type Users = Awaited<ReturnType<Deps["call"]["accounts"]["listUsers"]>>["data"];

/**
 * A batch of users. Documents in the same range of ids whose user is not among them are asked for once
 * more: those that accounts still does not know belong to deleted users.
 */
export async function readUsers(
  { db, call, signer }: Pick<Deps, "db" | "call" | "signer">,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Batch> {
  const [inner, after] = decodeCursor(signer, LIST, cursor) as string[];
  const { data, next_cursor } = await call.accounts.listUsers({
    limit,
    ...(inner === undefined ? {} : { cursor: inner }),
  });
  const last = data.at(-1)?.id;
  const documents = toDocuments(data);
  const upTo = next_cursor === null || last === undefined ? undefined : uuidOf(last);
  const there = await transaction(db, (trx) => findDocumentVersions(trx, { after, upTo }));
  const unknown = [...there].filter(([id]) => !documents.has(id));
  for (let at = 0; at < unknown.length; at += limit) {
    const some = unknown.slice(at, at + limit);
    const ids = some.map(([id]) => encodeTypeId("user", id));
    const found = toDocuments((await call.accounts.findUsers({ ids })).data);
    for (const [id, version] of some) {
      documents.set(id, found.get(id) ?? { ...emptyDocument(id), version, deleted: true });
    }
  }
  return {
    read: data.length,
    documents,
    next_cursor:
      next_cursor === null || upTo === undefined
        ? null
        : encodeCursor(signer, LIST, [next_cursor, upTo]),
  };
}

function toDocuments(users: Users): Map<string, Document> {
  return new Map(
    users.map((user) => {
      const id = uuidOf(user.id);
      const { version, email, role } = user;
      const document: Document = {
        id,
        version,
        deleted: false,
        email,
        email_version: version,
        role,
        role_version: version,
        confirmed_at: dateOf(user.confirmed_at),
        confirmed_version: version,
        disabled_at: dateOf(user.disabled_at),
        disabled_version: version,
        created_at: dateOf(user.created_at),
        updated_at: dateOf(user.updated_at),
      };
      return [id, document];
    }),
  );
}

function dateOf(time: string | null): Date | null {
  return time === null ? null : new Date(time);
}
