import type { Mail } from "../../../shared/contracts";
import { eventually } from "../../support/eventually";
import type { Gateway } from "./support";

/** The path of the link that was mailed to an address, of the kind that has `part` in it, not the one `before`. */
export async function mailedPath(
  gateway: Gateway,
  to: string,
  part: string,
  before = "",
): Promise<string> {
  return await eventually(async () => {
    const { json } = await gateway.ask("GET", `/dev/mailbox?to=${encodeURIComponent(to)}`, {
      headers: { accept: "application/json" },
    });
    const links = (json.data as Mail[]).flatMap((mail) => mail.links);
    const paths = links.filter((link) => link.includes(part)).map((link) => new URL(link).pathname);
    return paths.find((path) => path !== before);
  });
}
