import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { OAuthError } from './oauth-error';
import { toAppError } from './oauth-failures';
import type { RequestContext } from './request-context';
import type { TokenService } from './token-service';
import { Token } from './token.types';

@Resolver()
export class TokenResolver {
  constructor(private readonly tokens: TokenService) {}

  @Mutation(() => Token, {
    description: 'OAuth2 client credentials grant (RFC 6749, section 4.4). The only mutation that needs no bearer token.',
  })
  async token(
    @Ctx() context: RequestContext,
    @Arg('clientId', { description: 'Client id of a credential.' }) clientId: string,
    @Arg('clientSecret', { description: 'One of its secrets.' }) clientSecret: string,
    @Arg('audience', () => String, { nullable: true, description: 'For whom the token is meant; default: this server.' })
    audience?: string | null,
    @Arg('scope', () => String, { nullable: true, description: 'Space-separated permissions; default: all that the client has.' })
    scope?: string | null,
  ): Promise<Token> {
    try {
      return await this.tokens.issue({
        client: { clientId, clientSecret },
        address: context.ip,
        requestId: context.requestId,
        outcome: context.outcome,
        audience,
        scope,
      });
    } catch (error) {
      throw error instanceof OAuthError ? toAppError(error) : error;
    }
  }
}
