import { setTimeout as sleep } from "node:timers/promises";
import { Secret, TOTP } from "otpauth";

/** What shows a second factor at log-in. */
export type FactorProof = { totp: string } | { recovery_code: string };

/** The authenticator app of a user, and their recovery codes. */
export interface Authenticator {
  /** In base32, for an app of your own. */
  readonly secret: string;
  /**
   * What has not been used yet: a code, or a recovery code while the codes of now are spent. When there is
   * neither it waits for the next code, half a minute at most.
   */
  prove(): Promise<FactorProof>;
}

/** In ms. */
const PERIOD = 30_000;

/** An app with a seed (base32), of which no code was used yet. */
export function createAuthenticator(
  secret: string,
): Authenticator & { keep(codes: string[]): void } {
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  let used = -1;
  let spare: string[] = [];
  return {
    secret,
    keep: (codes) => void (spare = [...codes]),
    async prove() {
      const now = Date.now();
      const step = Math.max(Math.floor(now / PERIOD), used + 1);
      const early = (step - 1) * PERIOD - now;
      const [recovery_code, ...others] = spare;
      if (early > 0 && recovery_code !== undefined) {
        spare = others;
        return { recovery_code };
      }
      used = step;
      if (early > 0) await sleep(early);
      return { totp: totp.generate({ timestamp: step * PERIOD }) };
    },
  };
}
