export { type BreachedPasswords, openBreachedPasswords } from "./breached-passwords";
