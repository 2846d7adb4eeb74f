/** A field of a protobuf message: a number, or bytes, which may be text or another message. */
export type Field = number | bigint | Buffer;

/** The fields of a message by their numbers, in the order in which they came; as much of the wire format as OTLP uses. */
export function fieldsOf(message: Buffer): ReadonlyMap<number, readonly Field[]> {
  const fields = new Map<number, Field[]>();
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[at++]!;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return Number(value);
    }
  };
  const take = (length: number) => message.subarray(at, (at += length));
  const readers: Readonly<Record<number, () => Field>> = {
    0: varint,
    1: () => take(8).readBigUInt64LE(),
    2: () => take(varint()),
    5: () => take(4).readUInt32LE(),
  };
  while (at < message.length) {
    const tag = varint();
    const known = fields.get(tag >> 3) ?? [];
    fields.set(tag >> 3, [...known, readers[tag & 7]!()]);
  }
  return fields;
}

export function messagesIn(message: Buffer, field: number): Buffer[] {
  return [...(fieldsOf(message).get(field) ?? [])] as Buffer[];
}
