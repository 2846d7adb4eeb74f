import { InvalidArgumentError } from 'commander';
import { isId } from '../shared/ids';

/** A UUID, in lower case. @throws InvalidArgumentError */
export function uuid(value: string): string {
  if (!isId(value.toLowerCase())) throw new InvalidArgumentError('It must be a UUID.');
  return value.toLowerCase();
}
