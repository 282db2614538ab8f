// The spellings of an id: one UUIDv7 written as a KSUID, as a ULID or as itself, so that nothing is looked up twice.

const ksuidEpochSeconds = 1_400_000_000;
const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True for a UUID in lower case with dashes. */
export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}

/** The time a UUIDv7 carries, in milliseconds (RFC 9562 §5.7). */
export function timeOfUuid(uuid: string): number {
  return Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
}

function uuidOfBits(bits: bigint): string {
  const hex = bits.toString(16).padStart(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Writes 16 bytes as a UUID, whatever they are. */
export function uuidOfBytes(bytes: Uint8Array): string {
  return uuidOfBits(BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
}

/** Three digits of base 62 at a time: the largest power whose product with a 32-bit limb a double still holds exactly. */
const base62Cubed = 62 ** 3;
const twoTo32 = 2 ** 32;

/** What each character is worth in base 62, by its code; 255 for those that are no digit. */
const base62Values = new Uint8Array(128).fill(255);
for (let value = 0; value < 62; value++) base62Values[base62.charCodeAt(value)] = value;

/** The four bytes of a KSUID's time; they wrap around for a time outside 2014 to 2150. */
function ksuidSecondsOf(uuid: string): number {
  return (Math.floor(timeOfUuid(uuid) / 1000) - ksuidEpochSeconds) >>> 0;
}

/** Writes a UUIDv7 as a KSUID: 4 bytes of seconds since 2014-05-13, then all 16 bytes of the UUID, in base 62 (27 characters). */
export function ksuidOfUuid(uuid: string): string {
  const limbs = [
    ksuidSecondsOf(uuid),
    Number.parseInt(uuid.slice(0, 8), 16),
    Number.parseInt(uuid.slice(9, 13) + uuid.slice(14, 18), 16),
    Number.parseInt(uuid.slice(19, 23) + uuid.slice(24, 28), 16),
    Number.parseInt(uuid.slice(28), 16),
  ];
  let text = '';
  for (let triple = 0; triple < 9; triple++) {
    let remainder = 0;
    for (let index = 0; index < 5; index++) {
      const value = remainder * twoTo32 + (limbs[index] ?? 0);
      const quotient = Math.floor(value / base62Cubed);
      limbs[index] = quotient;
      remainder = value - quotient * base62Cubed;
    }
    const high = Math.floor(remainder / 3844);
    const middle = Math.floor(remainder / 62) % 62;
    text = base62.charAt(high) + base62.charAt(middle) + base62.charAt(remainder % 62) + text;
  }
  return text;
}

/** The 160 bits of 27 digits in base 62, as five limbs from the highest; null when it is not that. */
function limbsOfKsuid(text: string): number[] | null {
  if (text.length !== 27) return null;
  const limbs = [0, 0, 0, 0, 0];
  for (let start = 0; start < 27; start += 3) {
    let carry = 0;
    for (let place = start; place < start + 3; place++) {
      const value = base62Values[text.charCodeAt(place)] ?? 255;
      if (value === 255) return null;
      carry = carry * 62 + value;
    }
    for (let index = 4; index >= 0; index--) {
      const value = (limbs[index] ?? 0) * base62Cubed + carry;
      carry = Math.floor(value / twoTo32);
      limbs[index] = value - carry * twoTo32;
    }
    if (carry > 0) return null;
  }
  return limbs;
}

/** Reads a KSUID that `ksuidOfUuid` wrote. Null for any other text, also for a KSUID made elsewhere. */
export function uuidOfKsuid(text: string): string | null {
  const limbs = limbsOfKsuid(text);
  if (limbs === null) return null;
  const [seconds, ...payload] = limbs;
  const hex = payload.map((limb) => limb.toString(16).padStart(8, '0')).join('');
  const uuid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  return ksuidSecondsOf(uuid) === seconds ? uuid : null;
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

const base32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Writes hexadecimal digits, 52 bits at most, in Crockford's base 32. */
function base32OfHex(hex: string, width: number): string {
  let left = Number.parseInt(hex, 16);
  let text = '';
  for (let place = 0; place < width; place++) {
    text = base32.charAt(left % 32) + text;
    left = Math.floor(left / 32);
  }
  return text;
}

function hexOfBase32(text: string, width: number): string {
  let value = 0;
  for (const character of text) value = value * 32 + base32.indexOf(character);
  return value.toString(16).padStart(width, '0');
}

/** Writes a UUID as a ULID: its 128 bits in Crockford's base 32 (ulid/spec, read 2026-08; 26 characters, upper case). */
export function ulidOfUuid(uuid: string): string {
  const hex = uuid.replaceAll('-', '');
  return base32OfHex(hex.slice(0, 12), 10) + base32OfHex(hex.slice(12, 22), 8) + base32OfHex(hex.slice(22), 8);
}

/** Reads a ULID as the UUID of the same bits. Null for any other text, also for one in lower case. */
export function uuidOfUlid(text: string): string | null {
  if (!/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(text)) return null;
  const hex =
    hexOfBase32(text.slice(0, 10), 12) + hexOfBase32(text.slice(10, 18), 10) + hexOfBase32(text.slice(18), 10);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
