/** Where an event stands: its chain, its number there, and its instant in milliseconds. */
export interface EventPlace {
  readonly companyKey: number;
  readonly number: number;
  readonly at: number;
}

const NUMBER_BITS = 43n;
const form = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * The UUID of an event, of version 8 (RFC 9562, section 5.8): 48 bits of its instant, as in version 7, then 31 of its chain and 43 of its
 * number. Nothing is stored for it.
 */
export function eventId({ companyKey, number, at }: EventPlace): string {
  const place = (BigInt(companyKey) << NUMBER_BITS) | BigInt(number);
  const [high, low] = [place >> 62n, (place & ((1n << 62n) - 1n)) | (1n << 63n)];
  const hex = at.toString(16).padStart(12, '0') + '8' + high.toString(16).padStart(3, '0') + low.toString(16).padStart(16, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Undefined for what is the id of no event. */
export function placeOf(id: string): EventPlace | undefined {
  if (!form.test(id)) return undefined;
  const hex = id.replaceAll('-', '');
  const low = BigInt(`0x${hex.slice(16)}`) & ((1n << 62n) - 1n);
  const place = (BigInt(`0x${hex.slice(13, 16)}`) << 62n) | low;
  const number = Number(place & ((1n << NUMBER_BITS) - 1n));
  return { at: parseInt(hex.slice(0, 12), 16), companyKey: Number(place >> NUMBER_BITS), number };
}
