import type { Access, Caller } from "../../../shared/contracts";
import { AppError } from "../../../shared/errors";
import { generateTypeId } from "../../../shared/ids";
import { authorise } from "../../../shared/service";
import { asUser } from "../../support/callers";

const id = generateTypeId("user");
const callers = {
  nobody: {},
  user: asUser({ id }),
  admin: asUser({ id, role: "admin" }),
  operator: { principal: { kind: "operator" } },
  service: { principal: { kind: "service", service: "search" } },
} satisfies Record<string, Caller>;

function answerTo(access: Access, caller: Caller): string {
  try {
    authorise(access, caller);
    return "let in";
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

describe("an action lets in", () => {
  const IN = "let in";
  const [FORBIDDEN, LOG_IN] = ["forbidden", "unauthenticated"];
  it.each([
    ["anyone", { nobody: IN, user: IN, admin: IN, operator: IN, service: IN }],
    ["session", { nobody: LOG_IN, user: IN, admin: IN, operator: FORBIDDEN, service: FORBIDDEN }],
    ["admin", { nobody: LOG_IN, user: FORBIDDEN, admin: IN, operator: IN, service: FORBIDDEN }],
    ["internal", { nobody: LOG_IN, user: FORBIDDEN, admin: FORBIDDEN, operator: IN, service: IN }],
  ] as const)("whom `who: %s` names", (who, expected) => {
    const answers = Object.entries(callers).map(([name, one]) => [name, answerTo({ who }, one)]);
    expect(Object.fromEntries(answers)).toEqual(expected);
  });
});

describe("an action that asks when its caller proved who they are", () => {
  const readAt = "2026-01-31T10:00:00.000Z";
  const asked = (authenticatedAt: string, role: "user" | "admin" = "user"): Caller => {
    const { principal } = asUser({ id, role });
    return { principal: { ...(principal as object), authenticatedAt, readAt } as never };
  };
  const access: Access = { who: "session", within: 600 };

  it.each([
    ["just now", readAt, "let in"],
    ["as long ago as it may be", "2026-01-31T09:50:00.000Z", "let in"],
    ["a moment longer ago", "2026-01-31T09:49:59.999Z", "insufficient_user_authentication"],
    ["at no time that can be read", "yesterday", "insufficient_user_authentication"],
  ])("tells those apart who did so %s", (_, authenticatedAt, answer) => {
    expect(answerTo(access, asked(authenticatedAt))).toBe(answer);
  });

  it("says what it takes", () => {
    expect(() => {
      authorise(access, asked("2026-01-31T09:00:00.000Z"));
    }).toThrow(expect.objectContaining({ status: 401, stepUp: { within: 600 } }) as Error);
  });

  it("may ask how sure it is, too", () => {
    const sure = (assurance: 1 | 2): Caller => {
      const { principal } = asked(readAt);
      return { principal: { ...(principal as object), assurance } as never };
    };
    const both: Access = { who: "session", within: 600, assurance: 2 };
    expect(answerTo(both, sure(2))).toBe("let in");
    expect(() => {
      authorise(both, sure(1));
    }).toThrow(
      expect.objectContaining({
        code: "insufficient_user_authentication",
        stepUp: { within: 600, assurance: 2 },
      }) as Error,
    );
    const only: Access = { who: "session", assurance: 2 };
    expect(answerTo(only, sure(2))).toBe("let in");
    expect(answerTo(only, sure(1))).toBe("insufficient_user_authentication");
    expect(answerTo({ who: "session", assurance: 1 }, sure(1))).toBe("let in");
  });

  it("asks nothing of an operator, and first of all who may call at all", () => {
    const admins: Access = { who: "admin", within: 600 };
    const longAgo = "2026-01-31T09:00:00.000Z";
    expect(answerTo(admins, callers.operator)).toBe("let in");
    expect(answerTo(admins, asked(longAgo))).toBe("forbidden");
    expect(answerTo(admins, asked(longAgo, "admin"))).toBe("insufficient_user_authentication");
  });
});
