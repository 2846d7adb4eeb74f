import { DAY } from '../durations';
import { newTrait, newTraitHistory } from './new-trait';
import type { Rule } from './rule';
import { isNeighbour } from '../networks';

/** A leaked secret is used from somewhere else. */
export const newAddress: Rule = {
  terms: {
    kind: 'NEW_ADDRESS',
    severity: 'MEDIUM',
    threshold:
      'a client shows a good secret or token from a network that it never came from, nor from two beside it (the same /16, or /32 of IPv6)',
    window: null,
    history: newTraitHistory,
    coolDown: DAY,
  },
  watch: () => ({
    request(request, client) {
      const { address } = request;
      const known = client?.traits.ADDRESS;
      if (!known || known.has(address) || isNeighbour(address, known.keys())) return undefined;
      return newTrait(client, {
        kind: 'ADDRESS',
        value: address,
        request,
        summary:
          `The client came from ${address}, where it never was before. ` +
          'If it did not move, its secret or a token is in other hands: revoke the tokens and rotate the secret.',
      });
    },
  }),
};
