import { mailingActions } from "../../../shared/contracts";
import {
  type Courier,
  startCourier as startCourierOf,
  type Verdict,
} from "../../../shared/courier";
import { AppError } from "../../../shared/errors";
import { RefusedEvent } from "../../../shared/events";
import { encodeTypeId } from "../../../shared/ids";
import type { NotifierDeps } from "../deps";
import { mailDeliveries, type MailDelivery } from "../store/deliveries";
import { judgeAnswer } from "./judge-answer";
import { beginMailMetrics, mails } from "./mail-metrics";
import { sendMail } from "./send-mail";

/** What the next hop cannot take now is tried for 24 hours. */
const SCHEDULE = { giveUpAfter: 24 * 3600, longestPause: 30 * 60 };
/** A service that is away says nothing about the mail, so it is asked again soon. */
const OUTAGE_PAUSE = 4;
/** One that refuses us does so until somebody has mended it. */
const REFUSAL_PAUSE = 30;

/** Sends queued mails, some at once. */
export function startCourier(deps: NotifierDeps): Courier<MailDelivery> {
  beginMailMetrics();
  const courier = startCourierOf({
    what: "mail",
    deliveries: mailDeliveries(deps.db),
    send: (delivery) => sendMail(deps, delivery),
    judge,
    schedule: SCHEDULE,
    count: ({ kind }, outcome) => {
      mails.inc({ kind, outcome });
    },
    describe: ({ event_id, kind }) => ({ event_id: encodeTypeId("event", event_id), kind }),
    log: deps.log,
  });
  deps.courier.loop = courier;
  return {
    ...courier,
    async stop() {
      await courier.stop();
      deps.mail.close();
    },
  };
}

/** The answers of the service whose mail it is that say that nobody wants it any more, as its contract has them. */
const NOT_WANTED = new Set<string>([
  ...mailingActions.issueMailToken.errors,
  ...mailingActions.findNoticeAddress.errors,
]);

function judge(error: unknown): Verdict {
  // A newer version queued it, which may be asked next time.
  if (error instanceof RefusedEvent) return { then: "retry", problem: error.message };
  if (!(error instanceof AppError)) return judgeAnswer(error);
  const { code: problem } = error;
  if (NOT_WANTED.has(problem)) return { then: "skip", problem };
  // Also a 4xx: another secret, clocks apart, too many calls. None of them is about this mail.
  return { then: "retry", problem, pause: error.status < 500 ? REFUSAL_PAUSE : OUTAGE_PAUSE };
}
