export { actInRole, type Roles } from "./act-in-role";
export { isCurrent, renewSessions, SCHEMA_SETTINGS, sessionBeginner, sessionOf } from "./session";
