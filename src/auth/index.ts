export { builtInRoles, isPermission, permissions, type Permission } from './permissions';
export { forbidden, Principal } from './principal';
export { callerOf, type RequestContext } from './request-context';
export type { Client, ClientDirectory, Standing } from './client-directory';
export { hashSecret } from './client-secret';
export { bearerChallenge } from './invalid-token';
export { heldAnywhere, type Rights } from './rights';
export { authResolvers, createAuth, type Auth } from './auth';
export { registerOAuthRoutes } from './oauth/oauth-routes';
