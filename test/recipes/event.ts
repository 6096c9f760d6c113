import type { Recipe } from "./recipe";

/** An event that tells who vouched for an address instead of its owner. */
export const event: Recipe = {
  title: "A domain event",
  adds: {},
  edits: {
    "shared/events/catalogue.ts": [
      [
        "export const userConfirmed = ",
        `export const userVouched = defineEvent("user.vouched", {
  version: 1,
  summary: "Somebody else vouched for the address.",
  names: { en: "Vouched for", de: "Verbürgt" },
  data: z.object({ email: address }),
});
export const userConfirmed = `,
      ],
      ["  userConfirmed,\n", "  userConfirmed,\n  userVouched,\n"],
    ],
    "services/accounts/administration/confirm-user.ts": [
      [
        'import { AppError } from "../../../shared/errors";\n',
        'import { AppError } from "../../../shared/errors";\nimport { userVouched } from "../../../shared/events";\n',
      ],
      ["import { confirmAddress, ", "import { confirmAddress, countEvent, "],
      [
        "    return { user: toUser(row) };\n",
        `    await deps.outbox.append(trx, userVouched, {
      subject: params.id,
      aggregateVersion: await countEvent(trx, found.id),
      data: { email: row.email },
      caller,
    });
    return { user: toUser(row) };
`,
      ],
    ],
  },
};
