import type {
  ActionContract,
  eventLogActions,
  events,
  InputOf,
  PublisherName,
  RepeatingCaller,
  ResultOf,
} from "../contracts";

type Callers<Actions extends Record<string, ActionContract>> = {
  [A in keyof Actions]: (
    params: InputOf<Actions[A]>,
    caller?: RepeatingCaller,
  ) => Promise<ResultOf<Actions[A]>>;
};

/** What can be asked of the log of one publisher. */
export type PublisherLog = Callers<typeof eventLogActions>;

/** The calls of every publisher, by its name. */
export type PublisherCalls = Record<PublisherName, PublisherLog>;

/** What can be asked of the logs of all publishers as one. */
export type EventLog = Callers<(typeof events)["actions"]>;
