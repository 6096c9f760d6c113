import { aboutOf, whomOf } from "../../../shared/events";
import { fromColumns, toColumns } from "../../../shared/events/outbox/concerns";

const [session, user, other, club] = ["session_1", "user_1", "user_2", "organisation_1"];

test.each([
  [{ subject: user }, { subject: user, aggregate: null, concerns: null }],
  [
    { subject: session, concerns: [user] },
    { subject: user, aggregate: session, concerns: null },
  ],
  [{ concerns: [user] }, { subject: user, aggregate: "", concerns: null }],
  [
    { subject: user, concerns: [club] },
    { subject: user, aggregate: null, concerns: [club] },
  ],
  [
    { subject: club, concerns: [user, other] },
    { subject: user, aggregate: club, concerns: [other] },
  ],
  [{ subject: club }, { subject: club, aggregate: null, concerns: null }],
  [{ concerns: [] }, { subject: null, aggregate: null, concerns: null }],
])("keeps %j with the user where the version before looks", (about, columns) => {
  expect(toColumns(about)).toEqual(columns);
  const { subject, concerns } = fromColumns(columns);
  expect(subject).toBe("subject" in about ? about.subject : undefined);
  const others = "concerns" in about ? about.concerns : [];
  expect(concerns).toBe(others.length === 0 ? undefined : others.join(" "));
});

test("reads rows of the version before, whose sessions' events have the user as the subject", () => {
  expect(fromColumns({ subject: user, aggregate: null, concerns: null })).toEqual({
    subject: user,
  });
});

test("says everything an event is about once, and whom first of all", () => {
  expect(aboutOf({ subject: session, concerns: `${user}  ${club} ${user}` })).toEqual([
    session,
    user,
    club,
  ]);
  expect(aboutOf({})).toEqual([]);
  expect(whomOf({ subject: session, concerns: `${club} ${user}` })).toBe(user);
  expect(whomOf({ subject: session })).toBe(session);
  expect(whomOf({ concerns: club })).toBe(club);
  expect(whomOf({})).toBeUndefined();
});
