import { contracts } from "../../../../shared/contracts";
import { AppError } from "../../../../shared/errors";
import { html } from "../../../../shared/html";
import { fieldId } from "../components/forms/field-id";
import { explain } from "../forms/typed";
import type { Pages } from "../routing/page-routes";
import { act } from "../visits/act";

const { form: formName } = contracts.accounts.actions.validate.params.shape;

/**
 * The errors of a form while it is being filled in, as texts beside its fields. A field that is still empty
 * has no error.
 */
export const validate: Pages = {
  forms: {
    "POST /users/validate/:form": {
      for: "anyone",
      onlyAsks: true,
      page: () => "/",
      // That a form is too old is said when it is submitted, not while it is filled in.
      show: () => ({ fragment: html`` }),
      async submit(visit, { form_token: _, ...typed }) {
        const form = formName.safeParse(visit.params.form);
        if (!form.success) throw new AppError("not_found");
        const fields = Object.fromEntries(
          Object.entries(typed).filter(([, value]) => value !== ""),
        );
        const result = await act(visit, "accounts", "validate", { form: form.data, fields });
        const wrong = new AppError("validation_failed", { errors: result.errors });
        const { errors } = explain(visit, wrong);
        return {
          fragment: html`${Object.keys(typed).map(
            (name) =>
              html`<p id="${fieldId(form.data, name)}-error" hx-swap-oob="innerHTML">
                ${errors[name]}
              </p>`,
          )}`,
        };
      },
    },
  },
};
