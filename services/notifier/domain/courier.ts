import { startLoop, type Loop } from "../../../shared/background";
import { AppError } from "../../../shared/errors";
import { DEFAULT_LANGUAGE } from "../../../shared/languages";
import { encodeTypeId } from "../../../shared/ids";
import { inSpan, type SpanOptions } from "../../../shared/observability";
import type { NotifierDeps } from "../deps";
import {
  claimDeliveries,
  finishDelivery,
  keepDeliveries,
  postponeDelivery,
  type Delivery,
} from "../store/deliveries";
import { compose, mailKinds, purposeOf, type MailKind } from "./compose";
import { mails, OUTCOMES } from "./mail-metrics";
import { MailRefused } from "./mail-transport";

const AT_ONCE = 20;
const CLAIM_SECONDS = 10;
const KEEP_EVERY = 3_000;
const GIVE_UP_AFTER = 24 * 3600;
const LONGEST_PAUSE = 30 * 60;
const OUTAGE_PAUSE = 4;

/** Sends queued mails, some at once; what the next hop cannot take now is tried for 24 hours. */
export function startCourier(deps: NotifierDeps): Loop {
  const sending = new Map<string, Promise<void>>();
  // From 0, so that the first one counts as a rise.
  for (const kind of mailKinds) {
    for (const outcome of OUTCOMES) mails.inc({ kind, outcome }, 0);
  }
  const keeping = setInterval(() => {
    if (sending.size > 0)
      void keepDeliveries(deps.db, [...sending.keys()], CLAIM_SECONDS).catch(ignore);
  }, KEEP_EVERY);

  const loop = startLoop({
    name: "courier",
    interval: 1_000,
    log: deps.log,
    async work() {
      const free = AT_ONCE - sending.size;
      if (free === 0) return false;
      const due = await claimDeliveries(deps.db, free, CLAIM_SECONDS);
      for (const delivery of due) {
        const sent = deliver(deps, delivery).finally(() => {
          sending.delete(delivery.id);
          loop.nudge();
        });
        sending.set(delivery.id, sent);
      }
      return false;
    },
  });
  deps.courier.loop = loop;

  return {
    nudge: loop.nudge,
    async stop() {
      await loop.stop();
      await Promise.all(sending.values());
      clearInterval(keeping);
      deps.mail.close();
    },
  };
}

/** Asks for the token at the last moment and sends; whatever happens is written down. Never rejects. */
async function deliver(deps: NotifierDeps, delivery: Delivery): Promise<void> {
  const about = { event_id: encodeTypeId("event", delivery.event_id), kind: delivery.kind };
  try {
    await inSpan(`mail ${delivery.kind}`, aboutMail(delivery), () => send(deps, delivery));
    await finishDelivery(deps.db, delivery.id, "sent");
    mails.inc({ kind: delivery.kind, outcome: "sent" });
    deps.log.info(about, "mail sent");
  } catch (error) {
    await settle(deps, delivery, error).catch((failure: unknown) => {
      deps.log.warn({ ...about, err: failure }, "mail left for a later try");
    });
  }
}

function aboutMail({ event_id, kind, traceparent }: Delivery): SpanOptions {
  const attributes = {
    "messaging.message.id": encodeTypeId("event", event_id),
    "jumar.mail.kind": kind,
  };
  return { kind: "producer", from: traceparent ?? undefined, arrived: true, attributes };
}

async function send(deps: NotifierDeps, delivery: Delivery): Promise<void> {
  const kind = delivery.kind as MailKind;
  const eventId = encodeTypeId("event", delivery.event_id);
  const about = { user_id: encodeTypeId("user", delivery.user_id), event_id: eventId };
  const purpose = purposeOf(kind);
  const { to, token, language } = purpose
    ? await deps.call.accounts.issueMailToken({ ...about, purpose })
    : { ...(await deps.call.accounts.findNoticeAddress(about)), token: undefined };
  const { publicUrl } = deps.config;
  await deps.mail.send({
    ...compose(kind, { to, token, publicUrl, language: language ?? DEFAULT_LANGUAGE }),
    to,
    messageId: `<${eventId}.${kind}@${new URL(publicUrl).hostname}>`,
  });
}

/** No longer wanted: skipped. Refused for good, or too old: parked. Anything else: later. */
async function settle(deps: NotifierDeps, delivery: Delivery, error: unknown): Promise<void> {
  const problem = problemOf(error);
  const about = { event_id: encodeTypeId("event", delivery.event_id), kind: delivery.kind };
  if (error instanceof AppError && error.status < 500) {
    deps.log.info({ ...about, code: error.code }, "mail no longer wanted");
    // Of an account that was deleted meanwhile it is skipped already, and was counted then.
    if (await finishDelivery(deps.db, delivery.id, "skipped", problem))
      mails.inc({ kind: delivery.kind, outcome: "skipped" });
  } else if (error instanceof MailRefused || delivery.age > GIVE_UP_AFTER) {
    deps.log.error({ ...about, problem, attempts: delivery.attempts }, "mail given up");
    mails.inc({ kind: delivery.kind, outcome: "given_up" });
    await finishDelivery(deps.db, delivery.id, "parked", problem);
  } else {
    deps.log.warn({ ...about, problem, attempts: delivery.attempts }, "mail put off");
    mails.inc({ kind: delivery.kind, outcome: "failed" });
    // Accounts being away says nothing about the mail, so it is asked again soon.
    const growing = error instanceof AppError ? OUTAGE_PAUSE : 2 ** delivery.attempts;
    const pause = Math.min(LONGEST_PAUSE, growing) * (0.75 + Math.random() / 2);
    await postponeDelivery(deps.db, delivery.id, problem, pause);
  }
}

/** The kind of problem; a mail server's words may repeat what was sent, so they stay out. */
function problemOf(error: unknown): string {
  if (error instanceof AppError) return error.code;
  if (error instanceof MailRefused) return error.message;
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  return [code ?? "error", responseCode].filter(Boolean).join(" ");
}

// A claim that was not kept runs out; the mail would go out twice under one Message-ID.
function ignore(): void {
  return;
}
