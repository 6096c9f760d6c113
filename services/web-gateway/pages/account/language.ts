import { isLanguage } from "../../../../shared/languages";
import { act } from "../visits/act";
import { keepLanguage } from "../visits/language";
import type { Pages } from "../visits/page-routes";
import { returnPath } from "../visits/return-path";

/** Choosing a language: this browser keeps it and, for whom is logged in, the account does. */
export const language: Pages = {
  forms: {
    "POST /language": {
      for: "anyone",
      page: () => "/",
      async submit(visit, { language: chosen, return_to }) {
        if (isLanguage(chosen)) {
          if (visit.live) await act(visit, "accounts", "chooseLanguage", { language: chosen });
          visit.cookies.push(keepLanguage(visit.exchange, chosen));
        }
        return { to: returnPath(return_to) ?? "/" };
      },
    },
  },
};
