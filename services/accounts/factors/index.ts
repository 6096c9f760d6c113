import { authenticate } from "./authenticate";
import { confirmFactor } from "./confirm-factor";
import { enrolTotp } from "./enrol-totp";
import { finishLogIn } from "./finish-log-in";
import { listFactors } from "./list-factors";
import { renewRecoveryCodes } from "./recovery-codes";
import { removeFactor } from "./remove-factor";
import { listFactorsOf, resetFactors } from "./reset-factors";

export const actions = {
  finishLogIn,
  authenticate,
  listFactors,
  enrolTotp,
  confirmFactor,
  removeFactor,
  renewRecoveryCodes,
  listFactorsOf,
  resetFactors,
};
export { createFactorBudget } from "./factor-budget";
export { policy } from "./policy";
export { resealSeeds } from "./reseal-seeds";
export { deleteUnconfirmedFactors } from "./store/factors";
