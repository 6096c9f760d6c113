import type { IncomingMessage } from "node:http";
import type { Deps } from "../../shared/service";
import { createAddressLimits, type AddressLimits } from "./api/address-limits";
import { collectSeenSessions, type SeenSessions } from "./api/seen-sessions";
import type { SessionCookie } from "./api/session-cookie";
import { createSessionCookie } from "./api/session-cookie";
import { createAddressReader } from "./http/client-address";
import { createDoor, type Door } from "./http/door";
import { createMalformedRefusal } from "./http/refuse-malformed";
import { securityHeaders } from "./http/security-headers";
import { createOriginCheck, type OriginCheck } from "./api/csrf";
import { createAnswerOnce, type AnswerOnce } from "./idempotency/answer-once";
import { createStreams, type Streams } from "./live/streams";

export interface GatewayDeps extends Deps {
  door: Door;
  sessionCookie: SessionCookie;
  /** Names and values in turn. */
  securityHeaders: readonly string[];
  /** The client's address, forwarded by trusted proxies only. */
  addressOf: (request: IncomingMessage) => string | undefined;
  checkOrigin: OriginCheck;
  /** Gives copies of a request one answer. */
  answerOnce: AnswerOnce;
  /** The open streams of server-sent events. */
  streams: Streams;
  seenSessions: SeenSessions;
  addressLimits: AddressLimits;
}

/** What follows from the configuration alone, once for all requests. */
export function gatewayDeps(deps: Deps): GatewayDeps {
  const { host, port, publicUrl, shutdownDelay, trustedProxies, environment } = deps.config;
  const headers = securityHeaders({ production: environment === "production" });
  const refuseMalformed = createMalformedRefusal({ publicUrl, securityHeaders: headers });
  return {
    ...deps,
    door: createDoor({ host, port, shutdownDelay, refuseMalformed }),
    sessionCookie: createSessionCookie({
      secure: publicUrl.startsWith("https:"),
      days: deps.config.sessionDays,
    }),
    securityHeaders: headers,
    addressOf: createAddressReader(trustedProxies),
    checkOrigin: createOriginCheck(publicUrl),
    addressLimits: createAddressLimits(deps.db, deps.config),
    seenSessions: collectSeenSessions({
      tell: (session_ids) => deps.call.accounts.noteSeen({ session_ids }),
      log: deps.log,
    }),
    answerOnce: createAnswerOnce({ db: deps.db, log: deps.log }),
    streams: createStreams({ db: deps.db, log: deps.log, shutdownDelay }),
  };
}
