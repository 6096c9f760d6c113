export { findLiveSessions } from "./find-live-sessions";
export { findSession, toUser, type LiveSession, type UserRow } from "./find-session";
export { hashOfToken, newToken } from "./token";
