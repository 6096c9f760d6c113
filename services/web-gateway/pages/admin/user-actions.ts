import type { AppError } from "../../../../shared/errors";
import { recover } from "../../api/recover";
import type { Flash } from "../components/flash";
import type { Fields } from "../forms/form";
import type { Pages } from "../routing/page-routes";
import { error, info } from "../state/flash";
import { type TextKey, texts } from "../texts";
import { act } from "../visits/act";
import type { Visit } from "../visits/visit";

const USERS = "/admin/users";
const PATH = `${USERS}/:id`;

type Done = TextKey | { to: string; done: TextKey };
type Work = (visit: Visit, id: string, fields: Fields) => Promise<Done>;

/** What administrators do to one user; each leads back to the user's page and says there what came of it. */
export const userForms: NonNullable<Pages["forms"]> = {
  [`PATCH ${PATH}`]: doing(async (visit, id, fields) => {
    const disabled = fields.disabled === "true";
    await act(visit, "accounts", "updateUser", { id, disabled });
    return disabled ? "admin.user.disabled_done" : "admin.user.enabled_done";
  }),
  [`DELETE ${PATH}`]: doing(async (visit, id) => {
    await act(visit, "accounts", "deleteUser", { id });
    return { to: USERS, done: "admin.user.deleted" };
  }),
  [`POST ${PATH}/confirmation`]: doing(async (visit, id) => {
    await act(visit, "accounts", "confirmUser", { id });
    return "admin.user.confirm_done";
  }),
  [`POST ${PATH}/role`]: doing(async (visit, id, { role }) => {
    await act(visit, "accounts", "grantRole", { id, role } as never);
    return "admin.user.role_done";
  }),
  [`POST ${PATH}/mails`]: doing(async (visit, id, { kind }) => {
    await act(visit, "accounts", "mailUser", { id, kind } as never);
    return "admin.user.send_done";
  }),
  [`DELETE ${PATH}/factors`]: doing(async (visit, id) => {
    await act(visit, "accounts", "resetFactors", { user_id: id });
    return "admin.user.factors_reset";
  }),
  [`DELETE ${PATH}/sessions`]: doing(async (visit, id) => {
    await act(visit, "accounts", "revokeSessionsOf", { user_id: id });
    return "admin.user.sessions_ended";
  }),
  [`DELETE ${PATH}/sessions/:session`]: doing(async (visit, id) => {
    const session = visit.params.session ?? "";
    await act(visit, "accounts", "revokeSessionOf", { user_id: id, id: session });
    return "admin.user.session_ended";
  }),
};

function doing(work: Work) {
  return {
    for: "admins" as const,
    page: ({ id }: Readonly<Record<string, string>>) => `${USERS}/${id}`,
    async submit(visit: Visit, fields: Fields) {
      const { id = "" } = visit.params;
      const to = `${USERS}/${encodeURIComponent(id)}`;
      return await recover<{ to: string; flash: Flash }>(
        async () => {
          const done = await work(visit, id, fields);
          return typeof done === "string"
            ? { to, flash: info(done) }
            : { to: done.to, flash: info(done.done) };
        },
        ({ code }) => code === "validation_failed",
        (refused) => ({ to, flash: error(whyNot(refused)) }),
      );
    },
  };
}

/** The text for what stands in the way; these forms have no field that it could stand beside. */
function whyNot({ errors = [] }: AppError): TextKey {
  const [first] = errors;
  const keys = [
    `errors.fields.${first?.pointer.slice(1) ?? ""}.${first?.code ?? ""}`,
    `errors.any_field.${first?.code ?? ""}`,
  ];
  const known = keys.find((key) => texts.en.has(key));
  return (known ?? "errors.codes.validation_failed.text") as TextKey;
}
