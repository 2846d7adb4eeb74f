import { forEachEngine } from '../support/engines';
import { startServer, type TestServer } from '../support/server';

const issuer = 'https://tenant.example/';
const other = 'https://login.example';
const create =
  'mutation ($input: CreateDeveloperInput!) { createDeveloper(input: $input) { developer { id subjects { issuer subject } } } }';
const update = 'mutation ($input: UpdateDeveloperInput!) { updateDeveloper(input: $input) { developer { subjects { issuer subject } } } }';

forEachEngine((engine) => {
  let server: TestServer;
  let serial = 0;
  beforeAll(async () => {
    // Nobody listens there; the server does not mind.
    server = await startServer(engine, { settings: { OIDC_ISSUER: `${issuer},${other}`, OIDC_AUDIENCE: 'https://ledger.example/api' } });
  });
  afterAll(() => server.close());

  const newSubject = (of = issuer) => ({ issuer: of, subject: `auth0|${(serial += 1)}` });
  const subjectsOf = async (id: string, token?: string) =>
    (
      await server.graphql(
        'query ($id: ID!) { developer(id: $id) { subjects { issuer subject } } }',
        { id },
        token ?? (await server.admin()),
      )
    ).data.developer?.subjects;
  const make = async (subjects: readonly object[], token?: string) => {
    const answer = await server.graphql(create, { input: { name: 'Ada', subjects } }, token ?? (await server.admin()));
    return answer.data?.createDeveloper.developer as { id: string; subjects: object[] };
  };
  const change = async (id: string, subjects: unknown, token?: string) =>
    server.graphql(update, { input: { id, subjects } }, token ?? (await server.admin()));
  const violationsOf = ({ errors }: Awaited<ReturnType<typeof change>>) =>
    errors![0]!.extensions.violations?.map(({ code, path }) => [code, path.join('.')]);

  test('a developer is made with subjects, told in their order, each once', async () => {
    const [first, second] = [newSubject(), newSubject(other)];
    const developer = await make([first, second, first]);
    expect(developer.subjects).toEqual([first, second]);
    expect(await subjectsOf(developer.id)).toEqual([first, second]);
  });

  test('one subject of two issuers is two subjects', async () => {
    const { subject } = newSubject();
    expect((await make([{ issuer, subject }])).subjects).toHaveLength(1);
    expect((await make([{ issuer: other, subject }])).subjects).toHaveLength(1);
  });

  test('subjects are replaced: new ones are linked, those left out are not any more, and those that stay keep their place', async () => {
    const [gone, stays, added] = [newSubject(), newSubject(), newSubject()];
    const { id } = await make([gone, stays]);
    expect((await change(id, [added, stays])).data.updateDeveloper.developer.subjects).toEqual([stays, added]);
    expect((await make([gone])).subjects).toEqual([gone]);
    expect((await change(id, [])).data.updateDeveloper.developer.subjects).toEqual([]);
  });

  test('what is left out stays', async () => {
    const subject = newSubject();
    const { id } = await make([subject]);
    await server.graphql(update, { input: { id, name: 'Grace' } }, await server.admin());
    expect(await subjectsOf(id)).toEqual([subject]);
  });

  test('every broken rule is told at once, and nothing is linked', async () => {
    const taken = newSubject();
    const { id } = await make([taken]);
    const good = newSubject();
    const input = [
      good,
      { issuer: 'https://tenant.example', subject: 'x' },
      { issuer: 'https://elsewhere.example/', subject: '' },
      { issuer, subject: 'x'.repeat(256) },
      { issuer, subject: 'NUL\0' },
      taken,
    ];
    const refused = await server.graphql(create, { input: { name: 'Mole', subjects: input } }, await server.admin());
    expect(refused.codes).toEqual(['BAD_USER_INPUT']);
    const expected = [
      ['UNKNOWN_ISSUER', 'input.subjects.1.issuer'],
      ['UNKNOWN_ISSUER', 'input.subjects.2.issuer'],
      ['REQUIRED', 'input.subjects.2.subject'],
      ['TOO_LONG', 'input.subjects.3.subject'],
      ['NOT_PRINTABLE', 'input.subjects.4.subject'],
      ['SUBJECT_TAKEN', 'input.subjects.5'],
    ];
    expect(violationsOf(refused)).toEqual(expected);
    const another = await make([]);
    expect(violationsOf(await change(another.id, input))).toEqual(expected);
    expect([await subjectsOf(another.id), await subjectsOf(id)]).toEqual([[], [taken]]);
    expect((await make([good])).subjects).toEqual([good]);
  });

  test('an issuer that the settings name no more keeps its links until they are ended', async () => {
    const { id } = await make([]);
    const old = { issuer: 'https://retired.example/', subject: 'old' };
    const key = '(select key from developers where id = ?1)';
    await server.database.writer.run((transaction) =>
      transaction.run(`insert into developer_subjects (developer_key, issuer, subject, created_at) values (${key}, ?2, ?3, 1)`, [
        id,
        old.issuer,
        old.subject,
      ]),
    );
    const added = newSubject();
    expect((await change(id, [old, added])).data.updateDeveloper.developer.subjects).toEqual([old, added]);
    await change(id, [added]);
    expect(violationsOf(await change(id, [old, added]))).toEqual([['UNKNOWN_ISSUER', 'input.subjects.0.issuer']]);
  });

  test('more than twenty are refused, and null does not end the links', async () => {
    const { id } = await make([]);
    expect(
      violationsOf(
        await change(
          id,
          Array.from({ length: 21 }, () => newSubject()),
        ),
      ),
    ).toEqual([['TOO_MANY', 'input.subjects']]);
    expect(violationsOf(await change(id, null))).toEqual([['REQUIRED', 'input.subjects']]);
  });

  test('of two who link one subject at once, one does', async () => {
    const subject = newSubject();
    const made = await Promise.all([make([subject]), make([subject]), make([subject])]);
    expect(made.filter(Boolean)).toHaveLength(1);
  });

  describe('who may link', () => {
    test.each(['DEVELOPER', 'AUDITOR', 'INTEGRATOR', 'BOOKKEEPER'])('%s links nobody, itself neither', async (role) => {
      const client = await server.client(role);
      const { codes } = await change(client.developerId, [newSubject()], client.token);
      expect(codes).toEqual(['FORBIDDEN']);
      expect(await subjectsOf(client.developerId)).toEqual([]);
    });

    test('nobody links to a developer that holds more than they do', async () => {
      const admin = await server.client('ADMIN');
      const lesser = await server.token(await server.client('ADMIN'), 'developers:write developers:read self:read self:write usage:read');
      expect((await change(admin.developerId, [newSubject()], lesser)).codes).toEqual(['FORBIDDEN']);
      const { developerId } = await server.client('DEVELOPER');
      expect((await change(developerId, [newSubject()], lesser)).errors).toBeUndefined();
      expect(await subjectsOf(admin.developerId)).toEqual([]);
    });

    test('nobody links to themselves with a token that is worth less than they are', async () => {
      const admin = await server.client('ADMIN');
      const lesser = await server.token(admin, 'developers:write self:write');
      expect((await change(admin.developerId, [newSubject()], lesser)).codes).toEqual(['FORBIDDEN']);
      expect((await change(admin.developerId, [newSubject()], admin.token)).errors).toBeUndefined();
    });
  });

  test('whoever sees a developer sees its subjects, and nobody else', async () => {
    const { id } = await make([newSubject()]);
    const client = await server.client('DEVELOPER');
    const subject = newSubject();
    await change(client.developerId, [subject]);
    expect(await subjectsOf(client.developerId, client.token)).toEqual([subject]);
    expect(await subjectsOf(id, client.token)).toBeUndefined();
  });
});
