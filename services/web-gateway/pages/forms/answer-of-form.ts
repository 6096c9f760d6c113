import { findLive } from "../../api/identify";
import { type IdentifiedRequest, identifyRequests } from "../../idempotency/identify-request";
import { error } from "../state/flash";
import { guard } from "../visits/guard";
import type { PageAnswer, Redirect } from "../visits/page-answer";
import type { Visit } from "../visits/visit";
import type { Fields, Form } from "./form";

/** What a form was answered with, as it is remembered for whoever presses its button again. */
interface Pressed {
  answer: Redirect;
  cookies: string[];
}

type Ways = readonly [IdentifiedRequest, ...IdentifiedRequest[]];

/**
 * The answer of a form; undefined when it was not shown to whoever sends it, or too long ago. Throws
 * AppErrors. Its token is its idempotency key: pressed twice, a form has one effect and one answer. The
 * first press may have ended or renewed the session that the second one still comes with, so the first
 * answer is looked for before anything else is asked.
 */
export async function answerOfForm(
  visit: Visit,
  form: Form,
  fields: Fields,
): Promise<PageAnswer | undefined> {
  const { deps, live } = visit;
  const holder = deps.formTokens.holderOf(fields.form_token);
  const present = live ? [live.session.id] : visitorsOf(visit);
  const isTheirs = holder !== undefined && present.includes(holder);
  if (holder === undefined || form.onlyAsks) {
    const elsewhere = guard(visit, form.for);
    if (elsewhere) return elsewhere;
    return isTheirs ? await form.submit(visit, fields) : undefined;
  }

  const { ways, before } = await lastPress(visit, form, (round) =>
    identify(visit, { holder, fields, round }),
  );
  if (before && before !== "left") return repeat(visit, before);
  const elsewhere = guard(visit, form.for);
  // It may have been done, and ended the session by that: who has none any more cannot ask again.
  if (before && (elsewhere || !isTheirs)) {
    return { to: "/", ...elsewhere, flash: error("forms.interrupted") };
  }
  if (elsewhere) return elsewhere;
  if (!isTheirs) return undefined;
  const pressed = await deps.answerOnce(ways, async ({ repeatable }): Promise<Pressed> => {
    visit.press = repeatable;
    const answer = await form.submit(visit, fields);
    return { answer, cookies: [...visit.cookies] };
  });
  return repeat(visit, pressed as Pressed);
}

/**
 * The press that is to be answered, and its answer, if it has one. A press whose answer opened a session
 * that has ended is of no use any more, and the next one begins anew, which again may be pressed twice.
 */
async function lastPress(
  visit: Visit,
  form: Form,
  waysOf: (round: number) => Ways,
): Promise<{ ways: Ways; before: Pressed | "left" | undefined }> {
  for (let round = 0; ; round += 1) {
    const ways = waysOf(round);
    const before = await pressedBefore(visit, form, ways);
    if (!before || before === "left" || (await stillStands(visit, before))) return { ways, before };
  }
}

/**
 * All that a press consists of. A form of a session is the same only with the cookie that it was first
 * sent with; that may be of no more use otherwise.
 */
function identify(
  visit: Visit,
  { holder, fields, round }: { holder: string; fields: Fields; round: number },
): Ways {
  const { deps, exchange, credentials } = visit;
  const { request, path } = exchange;
  const by = visitorsOf(visit).includes(holder) ? ["visitor"] : ["session", credentials.token];
  const key = JSON.stringify([...by, request.method, path, Object.entries(fields), round]);
  return identifyRequests(deps.signer, { owner: `form ${holder}`, key, said: null });
}

function visitorsOf({ deps, exchange }: Visit): string[] {
  return deps.visitor.read(exchange.request.headers.cookie);
}

/** The answer of an earlier press. Throws its error, if the page is still for them. */
async function pressedBefore(
  visit: Visit,
  form: Form,
  ways: Ways,
): Promise<Pressed | "left" | undefined> {
  try {
    const found = await visit.deps.answeredBefore(ways);
    return found === "left" ? found : (found?.result as Pressed | undefined);
  } catch (thrown) {
    const elsewhere = guard(visit, form.for);
    if (elsewhere) return { answer: elsewhere, cookies: [] };
    throw thrown;
  }
}

/** Whether the session that an answer opened, if it did, has not ended meanwhile. */
async function stillStands({ deps, credentials }: Visit, { cookies }: Pressed): Promise<boolean> {
  const tokens = cookies.flatMap((line) => deps.sessionCookie.read(line)).filter(Boolean);
  for (const token of tokens) {
    if (!(await findLive(deps, { ...credentials, token }))) return false;
  }
  return true;
}

function repeat(visit: Visit, { answer, cookies }: Pressed): Redirect {
  visit.cookies.splice(0, visit.cookies.length, ...cookies);
  return answer;
}
