export { actInRole, type Roles } from "./act-in-role";
export { beginSession, isCurrent, renewSessions, SCHEMA_SETTINGS, sessionOf } from "./session";
