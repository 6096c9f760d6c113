import { accounts, parseParams } from "../../../shared/contracts";

describe("an address that may have an account", () => {
  const { params } = accounts.actions.requestPasswordReset;

  it.each([
    ["of a domain with a joiner", "t@نامه\u200cای.com"],
    ["of what is no letter yet", "t\u0378@example.com"],
    ["of what is a letter to somebody", "t\ue000@example.com"],
  ])("may be one %s", (_, email) => {
    expect(parseParams(params, { email })).toEqual({ email });
  });

  it.each([
    "t\u0085@example.com",
    "t\u00ad@example.com",
    "t t@example.com",
    "a@b@example.com",
    "t",
  ])("is not %j", (email) => {
    expect(() => parseParams(params, { email })).toThrow();
  });
});
