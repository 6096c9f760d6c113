import { NUMBERED_ROWS } from "../../../shared/contracts";
import type { ListSource } from "../../../shared/service";
import { USER_COLUMNS, type UserRow } from "../../../shared/users";

/** A user of the list, with what its orders go by. */
export type ListedDocument = UserRow & { email_key: string };

/** Every user, by page numbers; each order is that of an index, alone and with the filter. */
export const documentList: ListSource = {
  table: "documents",
  columns: [...USER_COLUMNS, "email_key"],
  sorts: {
    created_at: { column: "created_at", direction: "asc" },
    "-created_at": { column: "created_at", direction: "desc" },
    email: { column: "email_key", direction: "asc" },
    "-email": { column: "email_key", direction: "desc" },
  },
  filters: { confirmed: { column: "confirmed", operator: "=" } },
  countedRows: NUMBERED_ROWS,
};
