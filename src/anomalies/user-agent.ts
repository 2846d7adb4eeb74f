/** A user agent without version numbers, so that an upgrade does not make it another one. */
export function agentWithoutVersion(userAgent: string): string {
  return userAgent.replace(/\d[\w.+-]*/g, '#');
}
