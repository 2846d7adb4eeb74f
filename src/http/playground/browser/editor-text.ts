/**
 * Puts a bearer token into the text of the header editor, beside the headers that stand there. Text that is not a JSON object
 * cannot be sent anyway, and is replaced.
 */
export function withBearer(headersText: string, accessToken: string): string {
  const headers = Object.entries(parseObject(headersText)).filter(([name]) => name.toLowerCase() !== 'authorization');
  return JSON.stringify({ ...Object.fromEntries(headers), Authorization: `Bearer ${accessToken}` }, null, 2);
}

/** Fills an empty `companyId` in the text of the variables editor; everything else, comments included, stays as it was typed. */
export function withCompanyId(variablesText: string, companyId: string): string {
  return variablesText.replace(/("companyId"\s*:\s*)""/, (_match, key: string) => key + JSON.stringify(companyId));
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
