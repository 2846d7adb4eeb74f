/** Labels with ; between them where that says it all, else as a JSON array. */
export function cellOfTags(tags: readonly string[]): string {
  const plain = tags.every((tag) => tag === tag.trim() && !tag.includes(';')) && !tags[0]?.startsWith('[');
  return plain ? tags.join('; ') : JSON.stringify(tags);
}

/** @throws SyntaxError where an array is opened and is none */
export function tagsOf(text: string): unknown {
  if (text.startsWith('[')) return JSON.parse(text) as unknown;
  return text
    .split(';')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}
