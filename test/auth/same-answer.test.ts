import { forEachEngine } from '../support/engines';
import { startServer } from '../support/server';

forEachEngine((engine) => {
  test('an unknown client is told so no sooner than one with a wrong secret', async () => {
    const server = await startServer(engine);
    const { clientId } = await server.client('AUDITOR');
    const { tokens } = server.services.auth;
    const samples: Record<'unknown' | 'wrong', number[]> = { unknown: [], wrong: [] };
    const attempt = async (kind: 'unknown' | 'wrong', id: string, address: string) => {
      const started = process.hrtime.bigint();
      const asked = tokens.issue({ client: { clientId: id, clientSecret: 'A'.repeat(48) }, address, requestId: 'test', outcome: {} });
      await expect(asked).rejects.toThrow('invalid_client');
      samples[kind].push(Number(process.hrtime.bigint() - started));
    };
    for (let count = 0; count < 500; count += 1) {
      // Turn by turn, each first every other time, so that whatever else happens here happens to both; from where nobody has failed.
      const address = `10.0.${count >> 8}.${count & 255}`;
      const unknown = () => attempt('unknown', `${clientId.slice(0, 20)}${1_000 + count}`, address.replace('10', '11'));
      const wrong = () => attempt('wrong', clientId, address);
      for (const ask of count % 2 === 0 ? [unknown, wrong] : [wrong, unknown]) await ask();
    }
    const median = (times: number[]) => times.toSorted((one, other) => one - other)[times.length >> 1]!;
    const ratio = median(samples.unknown) / median(samples.wrong);
    expect(ratio).toBeGreaterThan(0.75);
    expect(ratio).toBeLessThan(1.33);
    await server.close();
  });
});
