/** What has to be readable again rests sealed: AES-256-GCM under a key of whoever may open it. */
export { seal, unseal } from "./seal";
export { createSealer, type Sealer } from "./sealer";
