export { openDatabase, type Database, type Reader } from './database';
export { insertMany, likePattern, updateMany, type Column, type Dialect } from './engine';
export { openSnapshot, type Snapshot } from './snapshot';
export { isOutOfRange } from './failures';
export { keyset, type OrderColumn } from './keyset';
export type { Connection } from './connection';
export { JournalWriter, type Batcher, type Outcome, type WriteTransaction } from './writer';
export { takeKeys } from './keys';
export { exactSum, exactSumColumns } from './exact-sum';
