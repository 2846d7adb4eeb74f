interface DriverError {
  readonly code?: string;
  readonly message?: string;
  /** PostgreSQL's own word for how bad an answer is; no other error has it. */
  readonly severity?: string;
  readonly driverError?: DriverError;
}

/** The driver's own code for an error: an SQLSTATE, an SQLITE_ name, or a socket's error name. */
function codeOf(error: unknown): string {
  const { code, driverError } = (error ?? {}) as DriverError;
  return driverError?.code ?? code ?? '';
}

const transient = new Set([
  '40001', // serialization failure
  '40P01', // deadlock detected
  '55P03', // lock not available in time
  '23505', // unique violation: another process was first, and a second look finds its row and refuses by name
  'SQLITE_BUSY',
]);

/** True where the transaction was undone whole and may be tried again from its beginning (PostgreSQL manual, section 13.5). */
export function isTransient(error: unknown): boolean {
  return transient.has(codeOf(error));
}

const unreachable = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  '53300', // too many connections
  '25P03', // idle in a transaction for too long: the server hung up
]);

/** What the driver says without a code. */
const lostWords = /Connection terminated|not queryable|timeout exceeded when trying to connect|Query runner already released/i;

/** True where the connection broke or could not be made: what was not committed is undone, but a COMMIT under way may have happened. */
export function isConnectionLoss(error: unknown): boolean {
  const code = codeOf(error);
  return code.startsWith('08') || code.startsWith('57P') || unreachable.has(code) || lostWords.test(String(error));
}

/** True where PostgreSQL itself answered that it has undone a COMMIT; 40003 is its word for not knowing. */
export function isRefusal(error: unknown): boolean {
  const { severity, driverError } = (error ?? {}) as DriverError;
  return (driverError?.severity ?? severity) === 'ERROR' && codeOf(error) !== '40003' && !isConnectionLoss(error);
}

/** True where a stored number would leave the range of 64 bits. */
export function isOutOfRange(error: unknown): boolean {
  return codeOf(error) === '22003' || String((error as DriverError)?.message).includes('balance out of range');
}

/** True where all connections were in use for as long as one may wait for one. */
export function isPoolExhausted(error: unknown): boolean {
  return String((error as DriverError)?.message).includes('timeout exceeded when trying to connect');
}
