import { assuranceOf, type PolicyEntry } from "../sign-in";

/** Asks whoever has a second factor for it, whatever they came with. */
export const policy: readonly PolicyEntry[] = [
  {
    name: "second-factor",
    asks: ({ user, proofs }) =>
      Promise.resolve(
        assuranceOf(proofs) < user.least_assurance ? { methods: ["otp"] as const } : "nothing",
      ),
  },
];
