// The spellings of an id: one UUIDv7 written as KSUID, as ULID or as itself, so that nothing is looked up twice.

const ksuidEpochSeconds = 1_400_000_000;
const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True for a UUID in lower case with dashes. */
export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}

/** The time a UUIDv7 carries, in milliseconds (RFC 9562 §5.7). */
export function timeOfUuid(uuid: string): number {
  return Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
}

function bitsOfUuid(uuid: string): bigint {
  return BigInt(`0x${uuid.replaceAll('-', '')}`);
}

function uuidOfBits(bits: bigint): string {
  const hex = bits.toString(16).padStart(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Divides by 62 in 32-bit limbs: twice as fast as BigInt, and this runs for every id of every answer. */
function base62Of(limbs: Uint32Array): string {
  let text = '';
  for (let digit = 0; digit < 27; digit++) {
    let remainder = 0;
    for (let index = 0; index < limbs.length; index++) {
      const value = remainder * 4_294_967_296 + (limbs[index] ?? 0);
      limbs[index] = Math.floor(value / 62);
      remainder = value % 62;
    }
    text = (base62[remainder] ?? '') + text;
  }
  return text;
}

/** Writes a UUIDv7 as a KSUID: 4 bytes of seconds since 2014-05-13, then all 16 bytes of the UUID, in base 62 (27 characters). */
export function ksuidOfUuid(uuid: string): string {
  const seconds = Math.floor(timeOfUuid(uuid) / 1000) - ksuidEpochSeconds;
  const hex = uuid.replaceAll('-', '');
  const limbs = Uint32Array.of(
    seconds,
    Number.parseInt(hex.slice(0, 8), 16),
    Number.parseInt(hex.slice(8, 16), 16),
    Number.parseInt(hex.slice(16, 24), 16),
    Number.parseInt(hex.slice(24), 16),
  );
  return base62Of(limbs);
}

/** Reads a KSUID that `ksuidOfUuid` wrote. Null for any other text, also for a KSUID made elsewhere. */
export function uuidOfKsuid(text: string): string | null {
  if (!/^[0-9A-Za-z]{27}$/.test(text)) return null;
  let bits = 0n;
  for (const character of text) bits = bits * 62n + BigInt(base62.indexOf(character));
  if (bits >> 160n !== 0n) return null;
  const uuid = uuidOfBits(bits & ((1n << 128n) - 1n));
  return uuidPattern.test(uuid) && ksuidOfUuid(uuid) === text ? uuid : null;
}

/**
 * The ids whose KSUID begins with `prefix` lie in this range (both ends inclusive). Null when no KSUID of ours can.
 */
export function uuidRangeOfKsuidPrefix(prefix: string): { from: string; to: string } | null {
  if (!/^[0-9A-Za-z]{1,27}$/.test(prefix)) return null;
  const low = prefix.padEnd(27, '0');
  const high = prefix.padEnd(27, 'z');
  return { from: uuidFloor(low), to: uuidFloor(high) };
}

function uuidFloor(ksuid: string): string {
  let bits = 0n;
  for (const character of ksuid) bits = bits * 62n + BigInt(base62.indexOf(character));
  const seconds = bits >> 128n;
  if (seconds > 0xffffffffn) return uuidOfBits((1n << 128n) - 1n);
  const floorMs = (seconds + BigInt(ksuidEpochSeconds)) * 1000n;
  const low = floorMs << 80n;
  const high = ((floorMs + 1000n) << 80n) - 1n;
  const payload = bits & ((1n << 128n) - 1n);
  return uuidOfBits(payload < low ? low : payload > high ? high : payload);
}

/** Writes a UUID as a ULID: its 128 bits in Crockford's base 32 (26 characters). */
export function ulidOfUuid(uuid: string): string {
  let bits = bitsOfUuid(uuid);
  let text = '';
  for (let digit = 0; digit < 26; digit++) {
    text = (crockford[Number(bits & 31n)] ?? '') + text;
    bits >>= 5n;
  }
  return text;
}

/** Reads a ULID as a UUID. Null for any other text. */
export function uuidOfUlid(text: string): string | null {
  if (!/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(text)) return null;
  let bits = 0n;
  for (const character of text) bits = (bits << 5n) | BigInt(crockford.indexOf(character));
  return uuidOfBits(bits);
}
