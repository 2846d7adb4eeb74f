/** How much of a proof is done: a little with every run of the suite, and all of it by `npm run test:long`, which sets TEST_LENGTH. */
export function byLength<T>({ short, long }: { readonly short: T; readonly long: T }): T {
  return process.env['TEST_LENGTH'] === 'long' ? long : short;
}
