import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A bearer token (RFC 9068).' })
export class Token {
  @Field({ description: 'Goes into the Authorization header, after "Bearer ".' })
  accessToken: string;

  @Field({ description: 'Always Bearer.' })
  tokenType: string;

  @Field(() => Int, { description: 'Seconds until the token expires: 3600.' })
  expiresIn: number;

  @Field({ description: 'Space-separated permissions that the token carries.' })
  scope: string;
}
