export function bearerChallenge(_error?: unknown): string {
  return 'Bearer realm="open-ledger"';
}
