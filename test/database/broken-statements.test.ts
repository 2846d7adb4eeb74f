import { openTestBooks } from '../support/books';
import { forEachEngine } from '../support/engines';

forEachEngine((engine) => {
  it('tells everybody who waits for a statement that cannot be prepared, each time, and closes all the same', async () => {
    const books = await openTestBooks(engine);
    const { reader } = books.database;
    const ask = () => reader.rows(['missing'], 'from nowhere');
    const results = await Promise.allSettled([ask(), ask(), ask(), ask()]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected']);
    await expect(ask()).rejects.toThrow(/nowhere/);
    expect(await reader.rows(['1'], '')).toEqual([[1]]);
    await books.close();
  });
});
