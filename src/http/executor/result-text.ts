import { rememberedText } from './remembered-result';
import { ResultObject } from './result-object';

const worthIt = new WeakSet<object>();

/** Marks the data of an answer as worth being written by `textOfData`: something in it was used again. */
export function markForText(data: ResultObject): void {
  worthIt.add(data);
}

/** The data of an answer as JSON.stringify writes it, put together from texts that are there already; undefined where there are none. */
export function textOfData(data: object): string | undefined {
  return worthIt.has(data) ? write(data) : undefined;
}

function write(value: unknown): string | undefined {
  if (Array.isArray(value)) return `[${value.map((member) => write(member) ?? 'null').join()}]`;
  // What a scalar makes of its value may be any object, with keys and values that need more care.
  if (!(value instanceof ResultObject)) return JSON.stringify(value);
  const result: ResultObject = value as ResultObject;
  const remembered = rememberedText(result);
  if (remembered !== undefined) return remembered;
  const members: string[] = [];
  for (const name in result) {
    const text = write(result[name]);
    if (text !== undefined) members.push(`"${name}":${text}`);
  }
  return `{${members.join()}}`;
}
