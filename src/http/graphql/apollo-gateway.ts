import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { GraphQLContext } from './context';

/** What Apollo asks in place of its own executor. */
export type Gateway = ApolloServerOptionsWithGateway<GraphQLContext>['gateway'];
export type GatewayExecutor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>;
