import { DAY } from '../../../src/anomalies/durations';
import { FIRST_COUNTED, FIRST_DAY, type LocalHour, type Zone } from './calendar';
import type { Habits, Origin } from './caller';
import type { Random } from './random';

/** How a kind of client behaves. */
export interface Shape {
  readonly name: string;
  readonly zone: Zone;
  readonly habits: Habits;
  /** Requests that an hour may expect. */
  rate(hour: LocalHour): number;
  /** How much days, and hours, differ for no reason. */
  readonly spread: { readonly days: number; readonly hours: number };
  /** Share of an hour in which all of its requests come. */
  readonly within?: number;
  origin(at: number, random: Random): Origin;
}

const careful: Habits = {
  mistakes: 0.01,
  denied: 0.002,
  missed: 0.005,
  posts: 0.2,
  slips: 0,
  prices: null,
  mistyped: 0,
  forgetsTokens: false,
};
const people: Habits = { ...careful, mistakes: 0.02, denied: 0.005, missed: 0.01, slips: 0.001, mistyped: 0.002 };
const daily = [
  ['accounts', 40],
  ['transactions', 20],
  ['company', 1],
  ['transaction', 1],
  ['trialBalance', 30],
] as const;

/** A version that goes up every few days, as deployed programs do. */
function version(at: number, every: number): string {
  return `${Math.floor((at - FIRST_DAY) / (every * DAY)) + 1}.${new Date(at).getUTCMonth()}.0`;
}

const atWork = ({ hour, workday }: LocalHour) => (workday && hour >= 8 && hour < 18 ? 1 - Math.abs(hour - 12.5) / 8 : 0);

/** A web application that people use at work; some stay late now and then, and some releases use more of the API. */
function officeFrontEnd(zone: Zone, network: number, releasesAt?: number): Shape {
  return {
    name: `front end, office hours (${zone})`,
    zone,
    habits: people,
    rate: (hour) => 25 * atWork(hour) * (hour.monthEnd ? 1.5 : 1) + (hour.workday && hour.hour === 18 ? 4 : 0),
    spread: { days: 0.2, hours: 0.2 },
    origin: (at, random) => ({
      address: `198.51.${network + random.below(2)}.0/24`,
      userAgent: `acme-books/${version(at, 9)} (node ${20 + Math.floor((at - FIRST_DAY) / (40 * DAY))}.1.0)`,
      reads: releasesAt !== undefined && at > releasesAt ? [...daily, ['incomeStatement', 30]] : daily,
    }),
  };
}

/** Posts what the day has brought, once a night; now and then it starts an hour late. */
function nightlyBatch(zone: Zone, network: number, size: number): Shape {
  return {
    name: 'nightly batch',
    zone,
    habits: { ...careful, posts: 0.7 },
    rate: ({ hour, monthEnd }) => (hour === 2 ? size * (monthEnd ? 2 : 1) : 0),
    spread: { days: 0.3, hours: 0.1 },
    within: 0.6,
    origin: () => ({ address: `203.0.${network}.0/24`, userAgent: 'Java-http-client/21.0.2', reads: daily }),
  };
}

/** Asks and posts by day and by night, whether anybody looks or not. */
function steadyService(rate: number, network: number): Shape {
  return {
    name: 'steady service',
    zone: 'UTC',
    habits: careful,
    rate: () => rate,
    spread: { days: 0.1, hours: 0.15 },
    origin: (at) => ({ address: `203.1.${network}.0/24`, userAgent: `billing/${version(at, 14)}`, reads: daily }),
  };
}

/** A service on machines that come and go, on many networks of one provider. */
function cloudService(rate: number, block: number): Shape {
  return {
    name: 'cloud, many addresses',
    zone: 'NEW_YORK',
    habits: careful,
    rate: ({ hour, workday }) => rate * (0.3 + (hour > 6 && hour < 22 ? 1 : 0)) * (workday ? 1 : 0.6),
    spread: { days: 0.2, hours: 0.25 },
    origin: (at, random) => ({
      // A new network every third day, beside those of the last weeks.
      address: `34.${block}.${100 + Math.floor((at - FIRST_DAY) / (3 * DAY)) - random.below(6)}.0/24`,
      userAgent: 'Go-http-client/2.0',
      reads: daily,
    }),
  };
}

/** Somebody who builds something: at all hours, in bursts, from here and there, with whatever is at hand, and makes mistakes. */
function developer(zone: Zone, network: number): Shape {
  const tools = [
    'curl/8.5.0',
    'Mozilla/5.0 (X11; Linux x86_64) Firefox/131.0',
    'PostmanRuntime/7.42.0',
    'node',
    'python-requests/2.32.3',
    'insomnia/10.1.0',
  ];
  return {
    name: 'developer, in bursts',
    zone,
    habits: { ...people, mistakes: 0.1, denied: 0.02, missed: 0.05, slips: 0.02, prices: 40, mistyped: 0.1 },
    rate: ({ hour, workday }) => (hour >= 9 && hour < 19 ? (workday ? 6 : 0.4) : hour >= 19 && hour < 24 ? 1 : 0),
    spread: { days: 0.8, hours: 1.3 },
    origin: (_at, random) => ({
      address: random.pick([`192.0.${network}.0/24`, `192.0.${network}.0/24`, `93.${network}.7.0/24`, `80.187.${random.below(8)}.0/24`]),
      userAgent: random.pick(tools.slice(0, 2 + (network % 5))),
      reads: [...daily, ['viewer', 1], ['__schema', 1], ['balanceSheet', 30], ['generalLedger', 50]],
    }),
  };
}

/** Brings in a month's documents in its first days, and is not heard of otherwise. */
function monthlyClosing(zone: Zone, network: number): Shape {
  return {
    name: 'monthly closing import',
    zone,
    habits: { ...people, posts: 0.8 },
    rate: ({ day, hour }) => (day <= 3 && hour >= 9 && hour < 12 ? 400 : 0),
    spread: { days: 0.5, hours: 0.5 },
    origin: () => ({ address: `185.12.${network}.0/24`, userAgent: 'open-ledger/0.1.0', reads: daily }),
  };
}

/** A shop: the same few prices all day, also on Saturdays. */
function pointOfSale(zone: Zone, network: number): Shape {
  return {
    name: 'point of sale',
    zone,
    habits: { ...careful, posts: 0.9, slips: 0.0003, prices: 60 },
    rate: ({ hour, weekday }) => (weekday !== 0 && hour >= 9 && hour < 20 ? (weekday === 6 ? 30 : 15) : 0),
    spread: { days: 0.25, hours: 0.3 },
    origin: (at) => ({ address: `91.${network}.4.0/24`, userAgent: `till/${version(at, 20)} okhttp/4.12.0`, reads: daily }),
  };
}

/** The command line, started each quarter of an hour by a time table. */
function scheduledReport(network: number): Shape {
  return {
    name: 'scheduled report',
    zone: 'UTC',
    habits: { ...careful, posts: 0, forgetsTokens: true },
    rate: () => 4,
    spread: { days: 0, hours: 0 },
    origin: () => ({
      address: `203.2.${network}.0/24`,
      userAgent: null,
      reads: [
        ['balanceSheet', 60],
        ['incomeStatement', 60],
      ],
    }),
  };
}

/** Looks through the books from home, a few times a week; the provider gives another address every few days. */
function auditor(zone: Zone, network: number): Shape {
  return {
    name: 'auditor, from home',
    zone,
    habits: { ...people, posts: 0 },
    rate: ({ hour, weekday }) => (weekday % 2 === 1 && hour >= 10 && hour < 16 ? 25 : 0),
    spread: { days: 0.6, hours: 0.5 },
    origin: (at) => ({
      address: `${80 + (Math.floor((at - FIRST_DAY) / (4 * DAY)) % 9)}.${network}.${Math.floor((at - FIRST_DAY) / (4 * DAY))}.0/24`,
      userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15',
      reads: [
        ['generalLedger', 200],
        ['transactions', 100],
        ['auditEvents', 50],
      ],
    }),
  };
}

/** Some thirty clients of one installation. */
export const shapes: readonly Shape[] = [
  officeFrontEnd('BERLIN', 1, FIRST_COUNTED + 8 * DAY),
  officeFrontEnd('BERLIN', 3),
  officeFrontEnd('NEW_YORK', 5),
  officeFrontEnd('NEW_YORK', 7, FIRST_COUNTED + 15 * DAY),
  officeFrontEnd('AUCKLAND', 9),
  officeFrontEnd('BERLIN', 11),
  nightlyBatch('BERLIN', 1, 120),
  nightlyBatch('NEW_YORK', 2, 80),
  nightlyBatch('UTC', 3, 200),
  nightlyBatch('AUCKLAND', 4, 60),
  steadyService(20, 1),
  steadyService(12, 2),
  steadyService(15, 3),
  steadyService(6, 4),
  steadyService(9, 5),
  cloudService(12, 10),
  cloudService(9, 20),
  cloudService(6, 30),
  developer('BERLIN', 10),
  developer('BERLIN', 11),
  developer('NEW_YORK', 12),
  developer('AUCKLAND', 13),
  developer('NEW_YORK', 14),
  monthlyClosing('BERLIN', 1),
  monthlyClosing('NEW_YORK', 2),
  pointOfSale('BERLIN', 1),
  pointOfSale('NEW_YORK', 2),
  scheduledReport(1),
  scheduledReport(2),
  auditor('BERLIN', 1),
  auditor('AUCKLAND', 2),
];
