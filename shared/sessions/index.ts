export { findLiveSessions } from "./find-live-sessions";
export { findSession, type LiveSession } from "./find-session";
export { hashOfToken, newToken } from "./token";
