// Arrays in PostgreSQL's binary format: nothing is quoted, so JSON texts travel as they are.

const oids = { text: 25, int8: 20 } as const;

function header(buffer: Buffer, oid: number, count: number, hasNull: boolean): number {
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(hasNull ? 1 : 0, 4);
  buffer.writeInt32BE(oid, 8);
  buffer.writeInt32BE(count, 12);
  buffer.writeInt32BE(1, 16);
  return 20;
}

/** A `text[]`. */
export function textArray(values: readonly (string | null)[]): Buffer {
  let size = 20 + 4 * values.length;
  for (const value of values) if (value !== null) size += Buffer.byteLength(value);
  const buffer = Buffer.allocUnsafe(size);
  let at = header(buffer, oids.text, values.length, values.includes(null));
  for (const value of values) {
    const length = value === null ? -1 : buffer.write(value, at + 4);
    buffer.writeInt32BE(length, at);
    at += 4 + Math.max(0, length);
  }
  return buffer;
}

/** A `bigint[]` of safe integers. */
export function integerArray(values: readonly number[]): Buffer {
  const buffer = Buffer.allocUnsafe(20 + 12 * values.length);
  let at = header(buffer, oids.int8, values.length, false);
  for (const value of values) {
    buffer.writeInt32BE(8, at);
    buffer.writeInt32BE(Math.floor(value / 4_294_967_296), at + 4);
    buffer.writeUInt32BE(value >>> 0, at + 8);
    at += 12;
  }
  return buffer;
}
