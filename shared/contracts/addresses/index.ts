/** E-mail addresses: what they are, how they are shown, whose they are and where the mail goes. */
export {
  type Address,
  ADDRESS_MAX,
  emailKeyOf,
  LOCAL_MAX,
  mailToOf,
  readAddress,
  withShownDomain,
} from "./address";
export { email, givenEmail } from "./email";
export { foldCase } from "./fold";
