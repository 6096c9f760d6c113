import { Secret, TOTP } from "otpauth";
import { eventually } from "./eventually";

/** In ms. */
const PERIOD = 30_000;

/** The code of a seed in base32, so many steps away from now. */
export function totpCode(secret: string, steps = 0): string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  return totp.generate({ timestamp: Date.now() + steps * PERIOD });
}

/** Waits until the step does not end in the next seconds, for codes that would be another step away then. */
export async function earlyInStep(): Promise<void> {
  await eventually(() => Promise.resolve(Date.now() % PERIOD < PERIOD - 5_000));
}
