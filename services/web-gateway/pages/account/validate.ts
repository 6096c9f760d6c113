import { contracts } from "../../../../shared/contracts";
import { AppError } from "../../../../shared/errors";
import { html } from "../../../../shared/html";
import { fieldId } from "../components/field-id";
import { act } from "../visits/act";
import { explain } from "../visits/typed";
import type { Pages } from "../visits/page-routes";

const { form: formName } = contracts.accounts.actions.validate.params.shape;

/**
 * What is wrong with a form while it is being filled in, as the texts beside its fields. Whoever has not
 * come to a field yet is not told of it.
 */
export const validate: Pages = {
  forms: {
    "POST /users/validate/:form": {
      for: "anyone",
      page: () => "/",
      // A form that has grown too old is told so when it is sent, not while it is filled in.
      show: () => ({ fragment: html`` }),
      async submit(visit, { form_token: _, ...typed }) {
        const form = formName.safeParse(visit.params.form);
        if (!form.success) throw new AppError("not_found");
        const fields = Object.fromEntries(
          Object.entries(typed).filter(([, value]) => value !== ""),
        );
        const result = await act(visit, "accounts", "validate", { form: form.data, fields });
        const wrong = new AppError("validation_failed", { errors: result.errors });
        const { errors } = explain(visit.t, wrong);
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
