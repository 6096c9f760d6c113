import { eventCatalogue } from "../../../../shared/events";
import { html } from "../../../../shared/html";
import { eventName } from "../events/names";
import type { TextKey } from "../texts";
import type { Visit } from "../visits/visit";
import type { Filter } from "./filtered-list";

/** A choice among the types of events there are, by their names. */
export function typeFilter({ t, language }: Visit): Filter {
  const order = new Intl.Collator(language).compare;
  const types = eventCatalogue
    .map(({ type }) => [type, eventName(language, type)] as const)
    .sort(([, a], [, b]) => order(a, b));
  return { name: "type", label: t("admin.audit.type"), choices: [["", t("common.all")], ...types] };
}

/** A user, by address or id. */
export function userFilter({ t }: Visit, name: string, label: TextKey): Filter {
  return {
    name,
    label: html`${t(label)}
      <span class="font-normal text-soft">(${t("admin.address_or_id")})</span>`,
  };
}

/** A time. It is in UTC; the script shows it and takes it in the reader's time zone and says so. */
export function timeFilter({ t }: Visit, name: string, label: TextKey): Filter {
  const zone = html`<span class="font-normal text-soft" data-zone="${name}">(UTC)</span>`;
  return { name, label: html`${t(label)} ${zone}`, type: "datetime-local" };
}
