export { isCommon } from "./is-common";
export { hasOwnWord } from "./own-words";
