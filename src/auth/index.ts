export { builtInRoles, isPermission, permissions, permissionTable, type Permission } from './permissions';
export { forbidden, Principal, type Rights } from './principal';
export { callerOf, type RequestContext } from './request-context';
