import { z } from "zod";
import { action } from "../define-contract";
import { EXAMPLE_TOKEN, idOf, text } from "../fields";
import { givenPassword } from "../passwords";
import { factor } from "./factor";
import { issued } from "./issued";

const RECOVERY_CODE = "7K2M-Q9RT-XW4H-C3NP";

/** A code of an authenticator app as it was typed; what is no code is a wrong one. Some examples leave it out. */
function code(meta: { examples?: string[] } = {}) {
  const description = "The code of an authenticator app: six digits.";
  return text(1, 100).meta({ description, ...meta });
}
const EXAMPLE_CODE = { examples: ["492039"] };
const recoveryCode = text(1, 100).meta({
  description: `One of the recovery codes, each of which works once, such as ${RECOVERY_CODE}.`,
});
const recoveryCodes = z
  .array(z.string().meta({ examples: [RECOVERY_CODE] }))
  .meta({ description: "Ten codes, shown this once." });

/** Exactly one of some fields, of which each is optional by itself. */
function oneOf(names: readonly string[]) {
  return {
    check: (given: Record<string, unknown>) =>
      names.filter((name) => given[name] !== undefined).length === 1,
    otherwise: {
      message: `takes exactly one of ${names.join(", ")}`,
      params: { code: "invalid" },
    },
  };
}
const codes = oneOf(["totp", "recovery_code"]);
const proofs = oneOf(["password", "totp", "recovery_code"]);

const changing = { who: "session", within: 600 } as const;

/** A second factor: enrolling, confirming and removing it, and logging in with it. */
export const factorActions = {
  finishLogIn: action({
    summary: "Finish a log-in that waits for a second factor.",
    access: { who: "anyone" },
    params: z
      .strictObject({
        login_id: text(1, 200).meta({ examples: [EXAMPLE_TOKEN] }),
        totp: code(EXAMPLE_CODE).optional(),
        recovery_code: recoveryCode.optional(),
        credential: z
          .enum(["cookie", "bearer"])
          .default("cookie")
          .meta({ examples: ["bearer"] }),
      })
      .refine(codes.check, codes.otherwise),
    result: issued.extend({
      remembered: z.boolean().meta({ description: "As `remember_me` of the first step." }),
    }),
    errors: ["log_in_expired", "rate_limited"],
    http: {
      id: "createSessionWithFactor",
      tag: "Sessions",
      method: "POST",
      path: "/sessions/factors",
      status: 201,
      credential: "issued",
      limit: "log-in",
    },
  }),
  authenticate: action({
    summary:
      "Prove again who one is, for what asks for a log-in of late; the session goes on under a new token.",
    access: { who: "session" },
    params: z
      .strictObject({
        password: givenPassword.optional(),
        totp: code().optional(),
        recovery_code: recoveryCode.optional(),
      })
      .refine(proofs.check, proofs.otherwise),
    result: issued,
    errors: ["insufficient_user_authentication", "rate_limited", "overloaded"],
    http: {
      id: "createAuthentication",
      tag: "Sessions",
      method: "POST",
      path: "/session/authentications",
      status: 200,
      credential: "issued",
    },
  }),
  listFactors: action({
    summary: "One's own second factors, and how many recovery codes are left.",
    access: { who: "session" },
    params: z.strictObject({}),
    result: z.object({
      data: z.array(factor),
      recovery_codes: z.object({ left: z.number().int() }),
    }),
    errors: [],
    http: { id: "listFactors", tag: "Factors", method: "GET", path: "/me/factors", status: 200 },
  }),
  enrolTotp: action({
    summary: "Begin to use an authenticator app; a code of it has to be shown within ten minutes.",
    access: changing,
    params: z.strictObject({
      label: text(1, 100)
        .optional()
        .meta({ examples: ["Phone"] }),
    }),
    result: z.object({
      factor,
      secret: z.string().meta({
        description: "For apps that cannot read the picture: base32, shown this once.",
        examples: ["JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"],
      }),
      uri: z.string().meta({
        examples: [
          "otpauth://totp/Jumar:erika%40example.com?issuer=Jumar&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
        ],
      }),
      qr_svg: z.string().meta({ description: "The URI as a QR code.", examples: ["<svg></svg>"] }),
    }),
    errors: ["insufficient_user_authentication"],
    http: {
      id: "createTotpFactor",
      tag: "Factors",
      method: "POST",
      path: "/me/factors/totp",
      status: 201,
    },
  }),
  confirmFactor: action({
    summary: "Show a code of a new factor, which is asked for at each log-in from then on.",
    access: changing,
    params: z.strictObject({ id: idOf("factor"), code: code(EXAMPLE_CODE) }),
    result: z.object({
      factor,
      recovery_codes: recoveryCodes.optional().meta({ description: "With the first factor." }),
    }),
    errors: ["not_found", "rate_limited", "insufficient_user_authentication"],
    http: {
      id: "createFactorConfirmation",
      tag: "Factors",
      method: "POST",
      path: "/me/factors/{id}/confirmation",
      status: 200,
    },
  }),
  removeFactor: action({
    summary: "Remove a second factor; with the last one the recovery codes go.",
    access: changing,
    params: z.strictObject({ id: idOf("factor") }),
    result: z.object({}),
    errors: ["not_found", "insufficient_user_authentication"],
    http: {
      id: "deleteFactor",
      tag: "Factors",
      method: "DELETE",
      path: "/me/factors/{id}",
      status: 204,
    },
  }),
  renewRecoveryCodes: action({
    summary: "Have new recovery codes; the ones before work no more.",
    access: changing,
    params: z.strictObject({}),
    result: z.object({ recovery_codes: recoveryCodes }),
    errors: ["not_found", "insufficient_user_authentication"],
    http: {
      id: "createRecoveryCodes",
      tag: "Factors",
      method: "POST",
      path: "/me/recovery-codes",
      status: 201,
    },
  }),
};
