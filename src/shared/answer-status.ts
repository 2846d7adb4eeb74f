/** The status of what was answered without an error. */
export const OK = 'OK';

/** Codes that tell of a refusal to somebody who may not, or not now. They outrank the others of the same answer. */
export const deniedCodes: readonly string[] = ['UNAUTHENTICATED', 'FORBIDDEN'];
export const throttledCode = 'THROTTLED';
const grave = [...deniedCodes, throttledCode];

/** The one code that stands for the codes of an answer: that of a refusal before others, else the first; OK where there is none. */
export function gravest(codes: readonly string[]): string {
  return grave.find((code) => codes.includes(code)) ?? codes[0] ?? OK;
}
