import { builtInRoles } from '../../src/auth';
import { forEachEngine } from '../support/engines';
import { startServer } from '../support/server';

forEachEngine((engine) => {
  test('the roles that a migrated database holds are those that the program knows', async () => {
    const server = await startServer(engine);
    const { data } = await server.graphql('{ roles { name description permissions builtIn } }', {}, await server.as('DEVELOPER'));
    const expected = Object.entries(builtInRoles).map(([name, { description, permissions }]) => ({
      name,
      description,
      permissions,
      builtIn: true,
    }));
    expect(data.roles).toEqual(expected);
    await server.close();
  });
});
