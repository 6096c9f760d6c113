export {
  signDetached,
  signingKey,
  thumbprintOf,
  verifyDetached,
  type PublicKey,
} from "./detached-jws";
export { createSigner, type Signer } from "./signer";
