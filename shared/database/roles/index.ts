export { actInRole } from "./act-in-role";
export { roleOf, type Right, type Rights, type ServiceRights } from "./rights";
export { updateRoles, type RoleChanges } from "./update-roles";
