import { mailKindNames, mailKinds } from "../../../shared/contracts";
import { findEvent, on, type Subscription } from "../../../shared/events";
import type { NotifierDeps } from "../deps";
import { queue } from "./queue";

/** Queues each kind of mail when one of its events is heard. */
export const mailSubscriptions: Subscription<NotifierDeps>[] = mailKindNames.flatMap((kind) =>
  mailKinds[kind].events.map((type) => {
    const event = findEvent(type);
    if (!event) throw new Error(`mail ${kind} waits for ${type}, which is no event`);
    return on(event, queue(kind));
  }),
);
