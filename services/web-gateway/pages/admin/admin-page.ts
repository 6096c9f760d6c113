import { type Html, html } from "../../../../shared/html";
import { type Header, header } from "../components/header";
import { tabs } from "../components/tabs";
import type { PageAnswer } from "../visits/page-answer";
import type { Visit } from "../visits/visit";

const AREAS = {
  overview: "/admin",
  users: "/admin/users",
  audit: "/admin/audit",
  events: "/admin/events",
};
type Area = keyof typeof AREAS;

/** A page of the administration: its areas above, then what the page is about. */
export function adminPage(
  { t }: Visit,
  area: Area,
  {
    body,
    heading,
    status = 200,
    ...about
  }: Header & { title: string; heading?: Html; body: Html; status?: number },
): PageAnswer {
  const items = (Object.keys(AREAS) as Area[]).map((each) => ({
    href: AREAS[each],
    label: t(`admin.${each}.title`),
    current: each === area,
  }));
  return {
    status,
    page: {
      title: `${about.title} · ${t("admin.title")}`,
      width: "wide",
      main: html`${tabs(t("admin.title"), items)}
      ${header({ ...about, title: heading ?? about.title })} ${body}`,
    },
  };
}
