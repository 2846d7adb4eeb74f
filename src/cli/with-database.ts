import { existsSync } from 'node:fs';
import type { Settings } from '../config';
import type { Database, openSnapshot, Snapshot } from '../database';
import { CliError } from './failure';

/**
 * Opens the database that the settings name, migrated, without a server; closes it after the work.
 * @throws SettingsError, or CliError where the database is in use or cannot be opened; `whenInUse` says what to do instead
 */
export async function withDatabase<T>(
  whenInUse: readonly string[],
  work: (database: Database, settings: Settings) => Promise<T>,
): Promise<T> {
  // Loaded only here: other commands start faster without entities and drivers.
  const { loadEnvironmentFile, loadSettings } = require('../config') as typeof import('../config');
  const { openDatabase } = require('../database') as typeof import('../database');
  const { dataSourceOptions } = require('../../ormconfig') as typeof import('../../ormconfig');
  loadEnvironmentFile();
  const settings = loadSettings(process.env);
  const { databaseUrl: url } = settings;
  const sources = { writer: dataSourceOptions(url, 'writer'), reader: dataSourceOptions(url, 'reader') };
  const writer = { queueLimit: settings.writeQueueLimit, batchLimit: settings.writeBatchLimit };
  const database = await openDatabase({ sources, writer }).catch((error: unknown) => {
    throw failureToOpen(error as OpenError, url, whenInUse);
  });
  try {
    return await work(database, settings);
  } finally {
    await database.close();
  }
}

/**
 * Opens one moment of the database that the settings name, for reading only; a server may be running on it. Closes it after the work.
 * @throws SettingsError, or CliError where there is no database, or not of this version
 */
export async function withSnapshot<T>(work: (snapshot: Snapshot, settings: Settings) => Promise<T>): Promise<T> {
  const { loadEnvironmentFile, loadSettings } = require('../config') as typeof import('../config');
  const databases = require('../database') as { openSnapshot: typeof openSnapshot };
  const { dataSourceOptions } = require('../../ormconfig') as typeof import('../../ormconfig');
  loadEnvironmentFile();
  const settings = loadSettings(process.env);
  const options = dataSourceOptions(settings.databaseUrl, 'reader');
  if (options.type === 'sqlite' && !existsSync(String(options.database))) {
    throw new CliError(`There is no database at ${placeOf(settings.databaseUrl)}.`, ['Check DATABASE_URL.']);
  }
  const snapshot = await databases.openSnapshot(options).catch((error: unknown) => {
    throw failureToOpen(error as OpenError, settings.databaseUrl, []);
  });
  try {
    return await work(snapshot, settings);
  } finally {
    await snapshot.close();
  }
}

type OpenError = Error & { readonly code?: string; readonly cause?: { readonly code?: string } };

function failureToOpen(error: OpenError, url: string, whenInUse: readonly string[]): CliError {
  if (error.cause?.code === 'SQLITE_BUSY') return new CliError(error.message, whenInUse);
  // Several addresses that all refuse come as one error without a message.
  const reason = error.message || error.code || 'it does not answer';
  return new CliError(`Cannot open ${placeOf(url)}: ${reason}`, ['Check DATABASE_URL, and that the database runs and may be written to.']);
}

/** The database as it may be shown: without user and password. */
export function placeOf(url: string): string {
  if (url.startsWith('sqlite:')) return url.slice('sqlite:'.length);
  const { host, pathname } = new URL(url);
  return `postgres://${host}${pathname}`;
}
