import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { Node } from '../shared/graphql-types';
import { DateTimeScalar, JSONObjectScalar } from '../shared/scalars';

@ObjectType({ implements: Node, description: 'Client credentials of a developer: a client id with one or more secrets.' })
export class Credential extends Node {
  /** Internal keys; not part of the API. */
  key: number;
  developerKey: number;

  @Field({ description: 'What a client calls itself when it asks for a token.' })
  clientId: string;

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  label: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Permissions that tokens of this credential are limited to; null: all that the developer has.',
  })
  scope: readonly string[] | null;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was revoked; null while it is good.' })
  revokedAt: number | null;

  @Field(() => JSONObjectScalar, {
    nullable: true,
    description: 'A JWKS (RFC 7517) whose keys sign assertions in place of a secret (private_key_jwt, RFC 7523); null where it has none.',
  })
  publicKeys: object | null;

  /** When an assertion was last signed with one of them; part of lastUsedAt. */
  keysUsedAt: number | null;
}

@ObjectType({ description: 'A secret of a credential. The secret itself is shown once, when it is made.' })
export class CredentialSecret {
  /** Internal key; not part of the API. */
  credentialKey: number;

  @Field(() => ID, { description: 'UUID, lower case.' })
  id: string;

  @Field({ description: 'The last four characters, to tell secrets apart.' })
  lastFour: string;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it stops working; null: never.' })
  expiresAt: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was last used, to the minute; null: never.' })
  lastUsedAt: number | null;
}

@InputType({ description: 'Client credentials to make.' })
export class CreateCredentialInput {
  @Field(() => ID, {
    nullable: true,
    description: 'UUID of the developer that they are for, who holds no more than you do; default: the caller.',
  })
  developerId?: string | null;

  @Field(() => String, { nullable: true, description: 'What they are for, up to 200 characters.' })
  label?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Permissions to limit their tokens to, of those that the developer holds; default: no limit beyond your own.',
  })
  scope?: string[] | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the secret stops working; default: never.' })
  expiresAt?: number | null;

  @Field(() => JSONObjectScalar, {
    nullable: true,
    description:
      'A JWKS of up to 10 public keys, {"keys": [...]}, to sign assertions with in place of the secret (private_key_jwt): RSA of 2048 bits or more, EC on P-256, or Ed25519. The secret works besides, until it expires.',
  })
  publicKeys?: Record<string, unknown> | null;
}

@ObjectType({ description: 'The new credentials with their secret.' })
export class CreateCredentialPayload {
  @Field(() => Credential, { description: 'The credentials.' })
  credential: Credential;

  @Field({ description: 'Shown this once.' })
  clientSecret: string;
}

@InputType({ description: 'Client credentials to give a new secret.' })
export class RotateCredentialInput {
  @Field(() => ID, { description: 'UUID of the credentials.' })
  id: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'For how many seconds the present secret goes on working, 0 to 604800 (a week); default: 86400 (a day). 0 ends it at once. One that was replaced before ends at once in any case. Tokens that were got with it are good for their time: to end those too, revoke the credentials.',
  })
  overlapSeconds?: number | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the new secret stops working, null: never; default: after as long as the present one was made for.',
  })
  expiresAt?: number | null;
}

@ObjectType({ description: 'The credentials with their new secret.' })
export class RotateCredentialPayload {
  @Field(() => Credential, { description: 'The credentials.' })
  credential: Credential;

  @Field({ description: 'Shown this once.' })
  clientSecret: string;
}

@InputType({ description: 'Client credentials to end.' })
export class RevokeCredentialInput {
  @Field(() => ID, { description: 'UUID of the credentials.' })
  id: string;
}

@ObjectType({ description: 'The revoked credentials.' })
export class RevokeCredentialPayload {
  @Field(() => Credential, { description: 'The credentials.' })
  credential: Credential;
}
