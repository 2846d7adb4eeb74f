export { AccessGrant } from './access-grant.types';
export { createDevelopers, developerResolvers, type DevelopersFeature } from './developers-feature';
export { Developer } from './developer.types';
export { Developers } from './developers';
