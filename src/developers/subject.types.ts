import { Field, InputType, ObjectType } from 'type-graphql';

@ObjectType({ description: 'Somebody whom an outside issuer vouches for.' })
export class OutsideSubject {
  /** Internal key; not part of the API. */
  developerKey: number;

  @Field({ description: 'The issuer, as the iss of its tokens says.' })
  issuer: string;

  @Field({ description: 'The subject, as the sub of its tokens says.' })
  subject: string;
}

@InputType({ description: 'Somebody whom an outside issuer vouches for, to be linked to a developer.' })
export class OutsideSubjectInput {
  @Field({ description: 'One of the issuers that this server is set up to trust, to the letter, with its slash at the end if it has one.' })
  issuer: string;

  @Field({ description: 'The sub of its tokens, such as auth0|507f1f77bcf86cd799439011, or CLIENT_ID@clients for a machine.' })
  subject: string;
}
