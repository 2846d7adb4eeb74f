import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

enum QuotaSource {
  DEVELOPER = 'DEVELOPER',
  ROLE = 'ROLE',
  SERVER = 'SERVER',
}
registerEnumType(QuotaSource, {
  name: 'QuotaSource',
  description: 'Where a quota was set. The first of these that sets one counts.',
  valuesConfig: {
    DEVELOPER: { description: 'For the developer itself.' },
    ROLE: { description: 'For a role that is held everywhere; of several, the most generous.' },
    SERVER: { description: "In the server's settings, for every developer." },
  },
});

@ObjectType({ description: 'How much the operations of a developer may cost together.' })
export class Quota {
  @Field(() => Int, { description: 'Cost that comes back each minute.' })
  costPerMinute: number;

  @Field(() => Int, { description: 'The most cost that can be used at once.' })
  burst: number;

  @Field(() => QuotaSource, { description: 'Where it was set.' })
  source: string;

  @Field(() => String, { nullable: true, description: 'Name of the role that it was set for; null where it was set elsewhere.' })
  role: string | null;
}

@InputType({ description: 'A quota to set.' })
export class QuotaInput {
  @Field(() => Int, { description: 'Cost that comes back each minute: 100 to 1,000,000,000.' })
  costPerMinute: number;

  @Field(() => Int, {
    nullable: true,
    description: 'The most cost that can be used at once, in the same bounds; as much as comes back in a minute where this is left out.',
  })
  burst?: number | null;
}
