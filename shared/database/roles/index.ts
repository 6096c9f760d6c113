export { dropSharedRoles, type DroppedRoles } from "./drop-shared-roles";
export { roleOf, rolesOf } from "./names";
export type { Right, Rights, ServiceRights } from "./rights";
export { updateRoles, type RoleChanges } from "./update-roles";
