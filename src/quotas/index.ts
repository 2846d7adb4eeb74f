export type { Allowance } from './allowance';
export { Quotas } from './quotas';
