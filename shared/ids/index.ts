export {
  bytesToUuid,
  castUuid,
  firstUuidOf,
  generateUuidV7,
  InvalidIdError,
  isUuid,
  uuidToBytes,
  uuidV7Time,
} from "./uuid-v7";
export {
  crockfordDecode,
  crockfordEncode,
  decodeTypeId,
  encodeTypeId,
  generateTypeId,
  isTypeId,
} from "./type-id";
