import { isLanguage } from "../../../../shared/languages";
import type { Pages } from "../routing/page-routes";
import { keepLanguage } from "../state/language";
import { returnPath } from "../state/return-path";
import { act } from "../visits/act";

/** Choosing a language: this browser remembers it and, if somebody is logged in, so does the account. */
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
