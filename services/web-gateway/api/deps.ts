import type { Deps } from "../../../shared/service";
import type { HttpDeps } from "../http/deps";
import { type AnsweredBefore, type AnswerOnce, createAnswers } from "../idempotency/answer-once";
import { createStreams, type Streams } from "../live/streams";
import { type AddressLimits, createAddressLimits } from "./address-limits";
import { createOriginCheck, type OriginCheck } from "./csrf";
import { collectSeenSessions, type SeenSessions } from "./seen-sessions";
import { createSessionCookie, type SessionCookie } from "./session-cookie";

/** What answering an operation needs; the pages work with the same. */
export interface ApiDeps extends Deps, HttpDeps {
  sessionCookie: SessionCookie;
  checkOrigin: OriginCheck;
  /** Answers all copies of a request alike. */
  answerOnce: AnswerOnce;
  /** What a request was answered with, without performing it. */
  answeredBefore: AnsweredBefore;
  /** The open streams of server-sent events. */
  streams: Streams;
  seenSessions: SeenSessions;
  addressLimits: AddressLimits;
}

/** Adds to the HTTP side what operations need. */
export function apiDeps(deps: Deps, http: HttpDeps): ApiDeps {
  const { config, db, log } = deps;
  const { publicUrl, sessionDays: days, shutdownDelay } = config;
  return {
    ...deps,
    ...http,
    sessionCookie: createSessionCookie({ secure: publicUrl.startsWith("https:"), days }),
    checkOrigin: createOriginCheck(publicUrl),
    ...createAnswers({ db, log }),
    streams: createStreams({ db, log, shutdownDelay }),
    seenSessions: collectSeenSessions({
      tell: (session_ids) => deps.call.accounts.noteSeen({ session_ids }),
      log,
    }),
    addressLimits: createAddressLimits(db, config),
  };
}
