export {
  createAgreement,
  othersOf,
  refusalBetween,
  type Agreement,
  type Other,
  type Refusal,
} from "./agreement";
export { lookAtFleet } from "./look-at-fleet";
export { createMember, type Member } from "./member";
