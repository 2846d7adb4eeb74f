/** The most that is read of an answer, in bytes after unpacking: key sets and metadata have a few thousand. */
const MAX_BYTES = 262_144;

/**
 * Reads a JSON object from another server. Redirects are not followed: keys come from where the issuer says, and from nowhere else.
 * @throws Error with a sentence for the operator
 */
export async function fetchJson(url: string, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(url, { redirect: 'error', signal, headers: { accept: 'application/json' } });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`${url} answers with status ${response.status}.`);
  }
  const value = parsed(await textOf(response, url), url);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${url} answers with no JSON object.`);
  return value as Record<string, unknown>;
}

async function textOf(response: Response, url: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    // Leaving the loop ends the connection.
    if (size > MAX_BYTES) throw new Error(`${url} answers with more than ${MAX_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parsed(text: string, url: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${url} answers with no JSON.`);
  }
}
