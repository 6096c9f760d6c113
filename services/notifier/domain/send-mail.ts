import { isMailPurpose } from "../../../shared/contracts";
import { encodeTypeId } from "../../../shared/ids";
import { DEFAULT_LANGUAGE } from "../../../shared/languages";
import { inSpan } from "../../../shared/observability";
import type { NotifierDeps } from "../deps";
import type { MailDelivery } from "../store/deliveries";
import { mailingServiceOf } from "./mailing-service";

/** Whose mails an older version queued without saying so. */
const ACCOUNTS = "/jumar/accounts";

/**
 * Sends one mail. The service that asked for it names the address and makes the token of its link only
 * now, so that neither rests here. Throws an AppError of that service, or what the transport threw.
 */
export async function sendMail(deps: NotifierDeps, delivery: MailDelivery): Promise<void> {
  const { kind, traceparent } = delivery;
  const eventId = encodeTypeId("event", delivery.event_id);
  const attributes = { "messaging.message.id": eventId, "jumar.mail.kind": kind };
  await inSpan(
    `mail ${kind}`,
    { kind: "producer", from: traceparent ?? undefined, arrived: true, attributes },
    async () => {
      const { to, token, language } = await askFor(deps, delivery, eventId);
      const { publicUrl } = deps.config;
      await deps.mail.send({
        ...deps.compose(kind, { to, token, publicUrl, language: language ?? DEFAULT_LANGUAGE }),
        to,
        messageId: `<${eventId}.${kind}@${new URL(publicUrl).hostname}>`,
      });
    },
  );
}

async function askFor(
  { call }: NotifierDeps,
  { kind, source, user_id }: MailDelivery,
  eventId: string,
) {
  const service = call[mailingServiceOf(source ?? ACCOUNTS)];
  const about = { user_id: encodeTypeId("user", user_id), event_id: eventId };
  if (isMailPurpose(kind)) return await service.issueMailToken({ ...about, purpose: kind });
  return { ...(await service.findNoticeAddress(about)), token: undefined };
}
