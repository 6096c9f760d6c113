export { createAddressReader } from "./read-address";
