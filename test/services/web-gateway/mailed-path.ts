import type { Mail } from "../../../shared/contracts";
import { eventually } from "../../support/eventually";
import type { Gateway } from "./support";

/** The path of the link that was mailed to an address, of the kind that has `part` in it. */
export async function mailedPath(gateway: Gateway, to: string, part: string): Promise<string> {
  return await eventually(async () => {
    const { json } = await gateway.ask("GET", `/dev/mailbox?to=${encodeURIComponent(to)}`, {
      headers: { accept: "application/json" },
    });
    const links = (json.data as Mail[]).flatMap((mail) => mail.links);
    const link = links.find((each) => each.includes(part));
    return link && new URL(link).pathname;
  });
}
