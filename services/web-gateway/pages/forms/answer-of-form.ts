import { findLive } from "../../api/identify";
import { type IdentifiedRequest, identifyRequests } from "../../idempotency/identify-request";
import { guard } from "../visits/guard";
import type { PageAnswer, Redirect } from "../visits/page-answer";
import type { Visit } from "../visits/visit";
import type { Fields, Form } from "./form";

/** What a form was answered with, as it is remembered for whoever presses its button again. */
interface Pressed {
  answer: Redirect;
  cookies: string[];
}

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
  const ways = holder === undefined ? undefined : identify(visit, holder, fields);

  const before = ways && !form.onlyAsks ? await pressedBefore(visit, form, ways) : undefined;
  if (before && (await stillStands(visit, before))) return repeat(visit, before);
  const elsewhere = guard(visit, form.for);
  if (elsewhere) return elsewhere;
  if (!isTheirs || !ways) return undefined;
  if (form.onlyAsks || before) return await form.submit(visit, fields);
  const pressed = await deps.answerOnce(ways, async ({ repeatable }): Promise<Pressed> => {
    visit.press = repeatable;
    const answer = await form.submit(visit, fields);
    return { answer, cookies: [...visit.cookies] };
  });
  return repeat(visit, pressed as Pressed);
}

/**
 * All that a press consists of. A form of a session is the same only with the cookie that it was first
 * sent with; that may be of no more use otherwise.
 */
function identify(
  visit: Visit,
  holder: string,
  fields: Fields,
): readonly [IdentifiedRequest, ...IdentifiedRequest[]] {
  const { deps, exchange, credentials } = visit;
  const { request, path } = exchange;
  const by = visitorsOf(visit).includes(holder) ? ["visitor"] : ["session", credentials.token];
  const key = JSON.stringify([...by, request.method, path, Object.entries(fields)]);
  return identifyRequests(deps.signer, { owner: `form ${holder}`, key, said: null });
}

function visitorsOf({ deps, exchange }: Visit): string[] {
  return deps.visitor.read(exchange.request.headers.cookie);
}

/** The answer of an earlier press. Throws its error, if the page is still for them. */
async function pressedBefore(
  visit: Visit,
  form: Form,
  ways: readonly IdentifiedRequest[],
): Promise<Pressed | undefined> {
  try {
    return (await visit.deps.answeredBefore(ways))?.result as Pressed | undefined;
  } catch (error) {
    const elsewhere = guard(visit, form.for);
    if (elsewhere) return { answer: elsewhere, cookies: [] };
    throw error;
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
