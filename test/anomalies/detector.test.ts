import { DAY, HOUR, MINUTE } from '../../src/anomalies/durations';
import { RecentCounts } from '../../src/anomalies/recent-counts';
import { median, ordinaryLimit } from '../../src/anomalies/robust';
import { HOME, START, World } from './support/world';

const failed = { operationType: 'oauth', status: 'UNAUTHENTICATED', clientFailure: 'WRONG_SECRET' } as const;

describe('what a detector learns', () => {
  it('is a network or user agent once when it is new, and then once a day', () => {
    const world = new World({ past: { addresses: [HOME] } });
    world.request({ address: '203.0.113.0/24' });
    world.request({ address: '203.0.113.0/24' });
    expect(world.detector.takeLearned()).toEqual([
      { developerKey: 1, credentialKey: 7, kind: 'ADDRESS', value: '203.0.113.0/24', lastSeenAt: START },
    ]);
    expect(world.detector.takeLearned()).toEqual([]);
    world.pass(DAY);
    world.request({ address: '203.0.113.0/24' });
    world.request({ address: '203.0.113.0/24' });
    expect(world.detector.takeLearned().map(({ value }) => value)).toEqual(['203.0.113.0/24', 'ledger-app/# (node)']);
  });

  it('is nothing of those who only claim to be a client, and nothing of nobody', () => {
    const world = new World({});
    world.request({ ...failed, address: '203.0.113.0/24' });
    world.request({ operationType: 'oauth', status: 'THROTTLED', address: '203.0.113.0/24' });
    world.request({ developerKey: 0, credentialKey: 0, status: 'UNAUTHENTICATED', address: '203.0.113.0/24' });
    expect(world.detector.takeLearned()).toEqual([]);
  });

  it('is bounded for a client that calls itself otherwise each time, until four weeks have passed', () => {
    const world = new World({});
    const call = (letters: string) => world.request({ userAgent: `agent-${letters}`, address: HOME });
    const agents = () => world.detector.takeLearned().filter(({ kind }) => kind === 'USER_AGENT').length;
    for (let index = 0; index < 200; index += 1) call(String.fromCharCode(97 + (index >> 4), 97 + (index & 15)));
    expect(agents()).toBeLessThanOrEqual(64);
    call('late');
    expect(agents()).toBe(0);
    world.pass(29 * DAY);
    call('later');
    expect(agents()).toBe(1);
  });

  it('is nothing of what it recalls, which fills windows only', () => {
    const world = new World({});
    world.detector.recall(Array.from({ length: 12 }, () => world.requestOf({ ...failed, address: '203.0.113.0/24' })));
    world.detector.recall([world.requestOf({ address: '192.0.2.0/24' })]);
    expect(world.findings).toEqual([]);
    expect(world.detector.takeLearned()).toEqual([]);
    world.request(failed);
    expect(world.findings.map(({ kind, observed }) => [kind, observed])).toEqual([['TOKEN_FAILURES', 13]]);
  });

  it('is forgotten of the client that was heard of longest ago, where there are too many', () => {
    const world = new World({});
    for (let key = 1_000; key < 6_000; key += 1) world.request({ developerKey: key, credentialKey: key });
    world.request({ address: '203.0.113.0/24' });
    expect(world.findings).toEqual([]);
  });
});

describe('the limit of the ordinary', () => {
  it('hardly moves for one wild day, which would hide the next from a mean', () => {
    const days = [90, 110, 100, 95, 105, 100, 98, 103, 97, 101];
    expect(ordinaryLimit(days, 3)).toBeCloseTo(302, 0);
    expect(ordinaryLimit([...days, 100_000], 3)).toBeLessThan(310);
  });

  it('is wide for a client whose hours differ by factors', () => {
    expect(ordinaryLimit([3, 10, 30, 100, 300], 3)).toBeGreaterThan(10_000);
  });

  it('takes of an even number of values the mean of both in the middle', () => {
    expect(median([4, 1, 3, 100])).toBe(3.5);
  });
});

describe('recent counts', () => {
  it('add up by interval, in whatever order they come, and make room after a while', () => {
    const counts = new RecentCounts(HOUR, 3);
    counts.add(START, 1);
    counts.add(START - 2 * HOUR + MINUTE, 2);
    counts.add(START - 3 * HOUR, 4);
    expect([0, 1, 2, 3].map((hours) => counts.at(START - hours * HOUR))).toEqual([1, 0, 2, 0]);
    counts.add(START + HOUR, 8);
    expect([-2, -1, 0, 1, 2].map((hours) => counts.at(START - hours * HOUR))).toEqual([0, 8, 1, 0, 0]);
    expect(counts.sum(START + 3 * HOUR)).toBe(8);
    expect(counts.sum(START + 10 * HOUR)).toBe(0);
  });
});
