import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { Exchange } from "../../../services/web-gateway/http/exchange";
import { observeRequest } from "../../../services/web-gateway/http/observe";
import { createListeners, type Listener } from "../../../services/web-gateway/live/listeners";
import { beginStream, openStream } from "../../../services/web-gateway/live/open-stream";
import {
  createStreams,
  type StreamLimits,
  type Streams,
} from "../../../services/web-gateway/live/streams";
import { createUpkeep } from "../../../services/web-gateway/live/upkeep";
import { watchSessions } from "../../../services/web-gateway/live/watch-sessions";
import type { Database } from "../../../shared/database";
import { generateTypeId } from "../../../shared/ids";
import { createLogger } from "../../../shared/observability";
import { hashOfToken, type LiveSession } from "../../../shared/sessions";

const log = createLogger({ level: "silent", pretty: false });

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ["nextTick", "queueMicrotask"] });
});
afterEach(() => {
  jest.useRealTimers();
});

/** A request whose client never reads: what is written stays in memory. */
function deafExchange(): Exchange {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  const door = { isClosing: () => false };
  const deps = { securityHeaders: [], door, log };
  const observed = observeRequest(request);
  const about = { requestId: "r", path: "/", search: "", observed };
  return { deps, request, response, ...about } as unknown as Exchange;
}

describe("a slow reader", () => {
  it("is cut off before much waits for it", () => {
    const exchange = deafExchange();
    const stream = beginStream(exchange, () => undefined);
    let most = 0;
    for (let sent = 0; sent < 1_000 && !exchange.response.destroyed; sent += 1) {
      stream.write("x".repeat(1_000));
      most = Math.max(most, exchange.response.writableLength);
    }
    expect(exchange.response.destroyed).toBe(true);
    expect(most).toBeLessThan(70_000);
  });

  it("is cut off a second after the end when it does not take it in", () => {
    const { response, ...exchange } = deafExchange();
    beginStream({ response, ...exchange }, () => undefined).end("bye");
    jest.advanceTimersByTime(900);
    expect(response.destroyed).toBe(false);
    jest.advanceTimersByTime(200);
    expect(response.destroyed).toBe(true);
  });
});

describe("the streams of a process", () => {
  const token = "A".repeat(43);
  const open = (streams: Streams, exchange: Exchange, live: LiveSession): void =>
    openStream(streams, exchange, { live, token });
  const someone = (): LiveSession =>
    ({ user: { id: generateTypeId("user") }, session: { id: generateTypeId("session") } }) as never;

  const allLive = (ids: string[]) =>
    Promise.resolve({ rows: ids.map((id) => ({ id, token_hash: hashOfToken(token) })) });

  function streamsWith(limits: Partial<StreamLimits>, find: (ids: string[]) => unknown = allLive) {
    const raw = (_sql: string, [ids]: [string[]]) => ({ options: () => find(ids) });
    return createStreams({ db: { raw } as unknown as Database, log, shutdownDelay: 0, limits });
  }

  it("are limited, and one that is over makes room", () => {
    const streams = streamsWith({ perProcess: 2 });
    const first = deafExchange();
    open(streams, first, someone());
    open(streams, deafExchange(), someone());
    expect(() => open(streams, deafExchange(), someone())).toThrow(
      expect.objectContaining({ code: "overloaded", status: 503, retryAfter: 10 }),
    );
    first.response.emit("close");
    expect(() => open(streams, deafExchange(), someone())).not.toThrow();
  });

  it("get a comment every 15 seconds, so that nobody on the way takes them for dead", async () => {
    const streams = streamsWith({});
    const exchange = deafExchange();
    const write = jest.spyOn(exchange.response, "write");
    open(streams, exchange, someone());
    write.mockClear();
    await jest.advanceTimersByTimeAsync(14_900);
    expect(write).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(15_200);
    expect(write.mock.calls).toEqual([[":\n\n"], [":\n\n"]]);
  });

  it("end when the database has not said for 5 seconds who is logged in", async () => {
    const streams = streamsWith({}, () => Promise.reject(new Error("away")));
    const exchange = deafExchange();
    open(streams, exchange, someone());
    await jest.advanceTimersByTimeAsync(4_900);
    expect(exchange.response.writableEnded).toBe(false);
    await jest.advanceTimersByTimeAsync(1_500);
    expect(exchange.response.writableEnded).toBe(true);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(jest.getTimerCount()).toBe(0);
  });

  it("are looked at once more as soon as something happens to their user", () => {
    const find = jest.fn(allLive);
    const streams = streamsWith({}, find);
    const live = someone();
    const id = generateTypeId("event");
    open(streams, deafExchange(), live);
    for (const [userId, type] of [
      ["user_of_nobody_here", "user.password_reset"],
      [live.user.id, "session.created"],
    ]) {
      streams.hear({ user_id: userId, event: { id, type, time: "", data: {} } });
    }
    expect(find).not.toHaveBeenCalled();
    streams.hear({
      user_id: live.user.id,
      event: { id, type: "user.password_reset", time: "", data: {} },
    });
    expect(find).toHaveBeenCalledTimes(1);
  });

  it("are not begun for a client that has gone meanwhile", () => {
    const streams = streamsWith({ perProcess: 1 });
    const gone = deafExchange();
    gone.response.destroy();
    open(streams, gone, someone());
    expect(() => open(streams, deafExchange(), someone())).not.toThrow();
  });
});

describe("listeners", () => {
  const listener = (userId: string): Listener => ({
    userId,
    session: "session",
    sessionId: "1",
    tokenHash: Buffer.from("a"),
    stream: { write: () => undefined, end: () => undefined },
  });

  it("are refused by user before they are by process, and are found by user", () => {
    const listeners = createListeners({ perUser: 2, perProcess: 3 });
    const [first, second, other] = [listener("one"), listener("one"), listener("two")];
    for (const each of [first, second, other]) {
      listeners.requireRoom(each.userId);
      listeners.add(each);
    }
    const refusal = (userId: string): unknown => {
      try {
        listeners.requireRoom(userId);
        return "room";
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect([refusal("one"), refusal("two"), refusal("three")]).toEqual([
      "rate_limited",
      "overloaded",
      "overloaded",
    ]);
    expect(listeners.of("one")).toEqual([first, second]);
    expect(listeners.all()).toEqual([first, second, other]);
    expect([listeners.remove(first), refusal("one")]).toEqual([true, "room"]);
  });

  it("are counted once, however often they go", () => {
    const listeners = createListeners({ perUser: 2, perProcess: 3 });
    const [stays, goes] = [listener("one"), listener("two")];
    listeners.add(stays);
    listeners.add(goes);
    expect([listeners.remove(goes), listeners.remove(goes)]).toEqual([true, false]);
    expect([listeners.count, listeners.of("two"), listeners.all()]).toEqual([1, [], [stays]]);
  });
});

describe("the upkeep of streams", () => {
  it("beats and looks only between start and stop, and once however often it is started", async () => {
    const [beat, find] = [jest.fn(), jest.fn(() => Promise.resolve(new Map<string, Buffer>()))];
    const upkeep = createUpkeep({
      heartbeat: 1_000,
      beat,
      find,
      watched: () => [],
      onEnding: () => undefined,
      onBlind: () => undefined,
    });
    upkeep.nudge();
    await jest.advanceTimersByTimeAsync(3_000);
    expect([beat.mock.calls.length, find.mock.calls.length]).toEqual([0, 0]);
    upkeep.start();
    upkeep.start();
    await jest.advanceTimersByTimeAsync(3_000);
    expect([beat.mock.calls.length, find.mock.calls.length]).toEqual([3, 4]);
    upkeep.stop();
    expect(jest.getTimerCount()).toBe(0);
    upkeep.start();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(beat).toHaveBeenCalledTimes(4);
    upkeep.stop();
  });
});

describe("the watch over sessions", () => {
  it("asks again when something happened while it was asking", async () => {
    const one = { sessionId: "1", tokenHash: Buffer.from("a") };
    const answers: ((live: ReadonlyMap<string, Buffer>) => void)[] = [];
    const endings: string[] = [];
    const watch = watchSessions({
      watched: () => [one],
      find: () => new Promise((resolve) => answers.push(resolve)),
      onEnding: (_, ending) => endings.push(ending),
      onBlind: () => undefined,
    });
    watch.nudge();
    watch.nudge();
    watch.nudge();
    expect(answers).toHaveLength(1);
    answers[0]!(new Map([["1", Buffer.from("a")]]));
    await jest.advanceTimersByTimeAsync(0);
    expect(answers).toHaveLength(2);
    answers[1]!(new Map());
    await jest.advanceTimersByTimeAsync(0);
    expect({ asked: answers.length, endings }).toEqual({ asked: 2, endings: ["ended"] });
    watch.stop();
  });
});
