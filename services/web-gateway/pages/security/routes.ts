import { AppError } from "../../../../shared/errors";
import { recover } from "../../api/recover";
import { keepSession } from "../account/open-session";
import { UNTYPED } from "../forms/typed";
import type { Pages } from "../routing/page-routes";
import { error, info } from "../state/flash";
import { act } from "../visits/act";
import type { Redirect } from "../visits/page-answer";
import type { Visit } from "../visits/visit";
import { securityPage } from "./overview";
import { ENROLMENT, RECOVERY_CODES, SECURITY } from "./paths";
import { enrolmentPage, kept, recoveryCodesPage } from "./shown-once";

const page = () => SECURITY;

/** Second factors of one's own: adding and removing an app, and recovery codes. */
export const security: Pages = {
  views: {
    [SECURITY]: { for: "users", show: (visit) => securityPage(visit, {}) },
    [ENROLMENT]: { for: "users", show: (visit) => enrolmentPage(visit, UNTYPED) },
    [RECOVERY_CODES]: { for: "users", show: recoveryCodesPage },
  },
  forms: {
    [`POST ${SECURITY}/authentication`]: {
      for: "users",
      page,
      show: (visit, proof) => securityPage(visit, { proof }),
      async submit(visit, { way, password = "", code = "" }) {
        const { token } = await act(
          visit,
          "accounts",
          "authenticate",
          proofOf({ way, password, code }),
        );
        keepSession(visit, token, visit.live?.remembered ?? false);
        return { to: SECURITY, flash: info("security.proof.done") };
      },
    },
    [`POST ${ENROLMENT}`]: {
      for: "users",
      page,
      show: (visit, enrolment) => securityPage(visit, { enrolment }),
      submit: (visit, { label = "" }) =>
        orProof(async () => {
          const given = label.trim() === "" ? {} : { label: label.trim() };
          const { factor, secret, uri } = await act(visit, "accounts", "enrolTotp", given);
          const enrolment = { id: factor.id, secret, uri };
          visit.cookies.push(visit.deps.enrolment.issue(sessionOf(visit), enrolment));
          return { to: ENROLMENT };
        }),
    },
    [`POST ${ENROLMENT}/confirmation`]: {
      for: "users",
      page: () => ENROLMENT,
      show: (visit, typed) => enrolmentPage(visit, typed),
      submit: (visit, { code = "" }) =>
        orProof(async () => {
          const { deps, cookies } = visit;
          const id = kept(visit, deps.enrolment)?.id;
          if (id === undefined) return { to: SECURITY, flash: error("security.over") };
          const confirmed = await act(visit, "accounts", "confirmFactor", { id, code });
          cookies.push(deps.enrolment.clear());
          if (!confirmed.recovery_codes)
            return { to: SECURITY, flash: info("security.apps.added") };
          return showCodes(visit, confirmed.recovery_codes, info("security.apps.added"));
        }),
    },
    [`DELETE ${SECURITY}/factors/:id`]: {
      for: "users",
      page,
      submit: (visit) =>
        orProof(async () => {
          await act(visit, "accounts", "removeFactor", { id: visit.params.id ?? "" });
          return { to: SECURITY, flash: info("security.apps.removed") };
        }),
    },
    [`POST ${RECOVERY_CODES}`]: {
      for: "users",
      page,
      submit: (visit) =>
        orProof(async () => {
          const { recovery_codes } = await act(visit, "accounts", "renewRecoveryCodes", {});
          return showCodes(visit, recovery_codes);
        }),
    },
  },
};

function proofOf({
  way,
  password,
  code,
}: {
  way: string | undefined;
  password: string;
  code: string;
}) {
  if (way === "totp") return { totp: code };
  if (way === "recovery_code") return { recovery_code: code };
  if (password === "") throw AppError.field("/password", "required", "is required");
  return { password };
}

function showCodes(visit: Visit, codes: string[], flash?: Redirect["flash"]): Redirect {
  visit.cookies.push(visit.deps.recoveryCodes.issue(sessionOf(visit), codes));
  return { to: RECOVERY_CODES, ...(flash ? { flash } : {}) };
}

/** The page asks for a proof where one is due by now; one that has gone meanwhile is as good as done. */
async function orProof(work: () => Promise<Redirect>): Promise<Redirect> {
  return await recover(
    work,
    ({ code }) => code === "insufficient_user_authentication" || code === "not_found",
    ({ code }) => ({
      to: SECURITY,
      flash: error(code === "not_found" ? "security.over" : "security.proof.due"),
    }),
  );
}

function sessionOf({ live }: Visit): string {
  return live?.session.id ?? "";
}
