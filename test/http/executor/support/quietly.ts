/* oxlint-disable unicorn/no-thenable -- promises themselves are changed here */
/**
 * graphql-js forgets the pending items of a list that has failed: when one of them rejects later, nobody listens, and Node ends the
 * process. To compare with it all the same, promises made meanwhile count as listened to. The plan-caching executor is never run in here,
 * so that a promise which it forgets fails the test.
 */
export async function quietly<T>(run: () => Promise<T> | T): Promise<T> {
  const original = Promise.prototype.then;
  const ignore = (): void => undefined;
  Promise.prototype.then = function then(this: Promise<unknown>, ...handlers: Parameters<typeof original>) {
    const next = original.apply(this, handlers);
    void original.call(next, undefined, ignore);
    return next;
  } as typeof original;
  try {
    return await run();
  } finally {
    await everythingSettled();
    Promise.prototype.then = original;
  }
}

/** After all promises that wait for promises only. Rejections without a listener are reported by then. */
export async function everythingSettled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
