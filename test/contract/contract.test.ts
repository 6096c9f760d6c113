import type { JsonSchema } from "../../services/web-gateway/openapi/types";
import { type Described, described, outcomesOf } from "../support/api/described";
import { type Asked, sendAsked, sendRaw } from "../support/api/send";
import { validRequests } from "../support/api/valid-requests";
import { createWorld, type World } from "../support/api/world";
import { openEventStream } from "../support/event-stream";
import { type SharedTarget, sharedTarget } from "../support/shared-platform";
import { cases } from "./cases";
import { faultsOf, misfits } from "./check-answer";
import { generalCases, notFromOutside } from "./general-cases";

let target: SharedTarget;
let world: World;
beforeAll(async () => {
  target = await sharedTarget();
  world = createWorld(target);
});
afterAll(async () => {
  world.end();
  await target.stop();
});

describe.each(described.map((operation) => [routeOf(operation), operation] as const))(
  "%s",
  (_, operation) => {
    const outcomes = outcomesOf(operation);

    it.each(outcomes.filter((outcome) => !(outcome in notFromOutside)))(
      "answers %s as the document says",
      async (outcome) => {
        for (const asked of await requestsFor(operation, outcome)) {
          const headers = { ...world.elsewhere(), ...asked.headers };
          const answer = await sendAsked(world.url, operation, { ...asked, headers });
          const code = (answer.json as { code?: string } | undefined)?.code;
          const answered = [answer.status, ...(code === undefined ? [] : [code])].join(" ");
          expect({ answered, faults: faultsOf(operation, answer) }).toEqual({
            answered: outcome,
            faults: [],
          });
        }
      },
    );

    it("has no case for what it does not answer", () => {
      expect(
        Object.keys(cases[operation.id] ?? {}).filter((one) => !outcomes.includes(one)),
      ).toEqual([]);
    });
  },
);

it("has no case for an operation that is not in the document", () => {
  const ids = described.map(({ id }) => id);
  const known = [...Object.keys(cases), ...Object.keys(validRequests)];
  expect(known.filter((id) => !ids.includes(id))).toEqual([]);
});

it.each([...new Set(described.map(({ path }) => path))])(
  "answers every other method at %s with 405 and those it takes",
  async (path) => {
    // Also those whose path it fits into, such as `/sessions/{id}`.
    const there = described.filter((operation) => fitsInto(path, operation));
    const methods = there.map(({ method }) => method);
    const allowed = [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"].sort();
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"]) {
      if (methods.includes(method)) continue;
      const { status, headers, json } = await sendAsked(
        world.url,
        { method, path },
        { path: ids(path) },
      );
      expect({ method, status, code: json.code, allow: headers.allow }).toEqual({
        method,
        status: 405,
        code: "method_not_allowed",
        allow: allowed.join(", "),
      });
    }
    const options = await sendAsked(world.url, { method: "OPTIONS", path }, { path: ids(path) });
    expect([options.status, options.headers.allow]).toEqual([204, allowed.join(", ")]);
  },
);

it("streams events with data as the document says", async () => {
  const operation = described.find(({ id }) => id === "streamMyEvents")!;
  const { schema } = operation.answers.get(200)!.content["text/event-stream"]!;
  const { token, email } = await world.person();
  const stream = await openEventStream(`${world.url}/api/v1/me/stream`, {
    authorization: `Bearer ${token}`,
  });
  world.later(() => stream.close());
  await world.logIn(email);
  await stream.next("session.created");
  for (const { data } of stream.events()) {
    expect(misfits(schema.contentSchema as JsonSchema, data)).toEqual([]);
  }
});

it("serves the document that all this was read from", async () => {
  const { json } = await sendRaw(world.url, "GET", "/api/openapi.json", {});
  const served = Object.entries(json.paths as Record<string, object>).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(served).toEqual(described.map(routeOf));
});

/** Every request there is that should lead to an outcome. */
async function requestsFor(operation: Described, outcome: string): Promise<Asked[]> {
  const first = async (asked: Asked): Promise<void> => {
    await sendAsked(world.url, operation, asked);
  };
  const isDone = outcome === outcomesOf(operation).find((one) => one.startsWith("2"));
  const requests = isDone ? [await validFor(operation)] : [];
  for (const ask of cases[operation.id]?.[outcome] ?? []) requests.push(await ask(world));
  for (const spoil of generalCases[outcome] ?? []) {
    requests.push(await spoil(await spare(operation), { world, first }));
  }
  if (requests.length === 0) {
    throw new Error(`nothing leads ${operation.id} to ${outcome}: add a case to cases.ts`);
  }
  return requests;
}

function validFor({ id }: Described): Promise<Asked> | Asked {
  const valid = validRequests[id];
  if (!valid) throw new Error(`${id} has no request in valid-requests.ts`);
  return valid(world);
}

const spares = new Map<string, Promise<Asked> | Asked>();

/** A valid request to be spoiled: it will not be carried out, so one is enough for all. */
function spare(operation: Described): Promise<Asked> | Asked {
  const kept = spares.get(operation.id) ?? validFor(operation);
  spares.set(operation.id, kept);
  return kept;
}

function routeOf({ method, path }: Described): string {
  return `${method} ${path}`;
}

/** Whether a path, with any ids in it, is one of an operation's. */
function fitsInto(path: string, operation: Described): boolean {
  const parts = path.split("/");
  const others = operation.path.split("/");
  const fits = (part: string, at: number): boolean =>
    part === others[at] || (others[at]?.startsWith("{") ?? false);
  return parts.length === others.length && parts.every(fits);
}

function ids(path: string): Record<string, string> {
  return Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name!, "any"]));
}
