import { AppError } from '../../shared/errors';
import { settingTable } from '../../config';

type LimitName = 'maxTokens' | 'maxDepth' | 'maxAliases' | 'maxCost' | 'maxMembers' | 'maxBodyBytes';

/** The refusal of what breaks a limit: it says which, how much is allowed, and which setting the operator can change. */
export function tooComplex(what: string, limit: LimitName, allowed: number): AppError {
  return new AppError('TOO_COMPLEX', `${what}; at most ${allowed} are allowed (${settingTable[limit].env}).`);
}
