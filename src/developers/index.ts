export { AccessGrant } from './access-grant.types';
export { createDevelopers, developerResolvers, type DevelopersFeature } from './developers-feature';
export { Developers } from './developers';
