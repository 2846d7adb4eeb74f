import { ObjectType } from 'type-graphql';
// placeholder until developers/ lands
@ObjectType({ description: 'x' })
export class AccessGrant {
  companyKey: number;
}
