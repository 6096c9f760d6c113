import { type Contracts, contracts, type Mail, parseParams } from "../../../../shared/contracts";
import { AppError } from "../../../../shared/errors";
import { parseQuery } from "../../api/input/query";
import { requireStorable } from "../../api/input/storable";
import type { Pages } from "../routing/page-routes";
import type { Visit } from "../visits/visit";
import { headersOfLetter } from "./letter-headers";
import { mailboxPage } from "./mailbox-page";

const listMail: Contracts["notifier"]["actions"]["listMail"] = contracts.notifier.actions.listMail;

/** The mails that were caught, for people and, by `Accept: application/json`, for programs; `?to=` narrows it. */
export const mailbox: Pages = {
  views: {
    "/dev/mailbox": {
      for: "anyone",
      async show(visit) {
        const asked = prefersJson(visit) ? allAsked(visit) : { to: visit.query("to") };
        const { to = "", ...others } = asked;
        const params = parseParams(listMail.params, to === "" ? others : asked);
        const data = await mails(visit, params.to);
        if (prefersJson(visit)) return { json: { data } };
        return { page: mailboxPage(visit, data, to) };
      },
    },
    "/dev/mailbox/:id/html": {
      for: "anyone",
      async show(visit) {
        const mail = (await mails(visit)).find(({ id }) => id === visit.params.id);
        if (!mail?.html) throw new AppError("not_found");
        return { foreign: mail.html, securityHeaders: headersOfLetter(visit.deps) };
      },
    },
  },
};

async function mails({ deps }: Visit, to?: string): Promise<Mail[]> {
  return (await deps.call.notifier.listMail(to === undefined ? {} : { to })).data;
}

/** A program is told of a parameter that is not one, as by the API. */
function allAsked({ exchange }: Visit): { to?: string } {
  const query = Object.fromEntries(parseQuery(exchange.search));
  requireStorable(query);
  return query;
}

/** Browsers accept anything, but name HTML. */
function prefersJson({ exchange: { request } }: Visit): boolean {
  const { accept = "" } = request.headers;
  return /application\/json/i.test(accept) && !/text\/html/i.test(accept);
}
