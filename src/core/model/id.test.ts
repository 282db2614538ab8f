// Tests of the spellings of an id: each is read back, keeps the order of time, and refuses all else.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isUuid, ksuidOfUuid, timeOfUuid, ulidOfUuid, uuidOfKsuid, uuidOfUlid, uuidRangeOfKsuidPrefix } from './id.ts';

/** A UUIDv7 of this time with these random bits (RFC 9562 §5.7). */
function uuidv7(ms: number, random: bigint): string {
  const bits =
    (BigInt(ms) << 80n) |
    (7n << 76n) |
    (((random >> 62n) & 0xfffn) << 64n) |
    (2n << 62n) |
    (random & ((1n << 62n) - 1n));
  const hex = bits.toString(16).padStart(32, '0');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const random = fc.bigInt({ min: 0n, max: (1n << 74n) - 1n });
const time = fc.integer({ min: Date.UTC(2014, 5), max: Date.UTC(2140, 0) });
const anyUuidv7 = fc.tuple(time, random).map(([ms, bits]) => uuidv7(ms, bits));
/** Ids that are close to each other, so that prefixes meet. */
const nearUuidv7 = fc
  .tuple(fc.constantFrom(0, 1, 500, 999, 1000, 1001, 61_999, 62_000), random)
  .map(([ms, bits]) => uuidv7(Date.UTC(2026, 9) + ms, bits));

describe('KSUID', () => {
  test('is read back', () => {
    fc.assert(
      fc.property(anyUuidv7, (uuid) => {
        const ksuid = ksuidOfUuid(uuid);
        expect(ksuid).toMatch(/^[0-9A-Za-z]{27}$/);
        expect(uuidOfKsuid(ksuid)).toBe(uuid);
      }),
    );
  });

  test('of any UUID is read back, whatever its time', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        expect(uuidOfKsuid(ksuidOfUuid(uuid))).toBe(uuid);
      }),
    );
  });

  test('sorts as the UUIDs do', () => {
    const pairs = fc.oneof(fc.tuple(anyUuidv7, anyUuidv7), fc.tuple(nearUuidv7, nearUuidv7));
    fc.assert(
      fc.property(pairs, ([left, right]) => {
        expect(ksuidOfUuid(left) < ksuidOfUuid(right)).toBe(left < right);
      }),
    );
  });

  test('has the time in its first four bytes, as others read it', () => {
    // 0ujtsYcgvSTl8PAuAdqWYSMnLOv is an example of the format: 2017-10-10T04:00:47Z, not one of ours.
    expect(uuidOfKsuid('0ujtsYcgvSTl8PAuAdqWYSMnLOv')).toBe(null);
    expect(ksuidOfUuid(uuidv7(1_507_608_047_000, 0n)).slice(0, 5)).toBe('0ujts');
  });

  test.each([
    '',
    '0',
    'x'.repeat(26),
    'x'.repeat(28),
    'z'.repeat(27),
    '0'.repeat(27),
    `${'0'.repeat(26)}-`,
    `${'0'.repeat(26)}\n`,
    `${'0'.repeat(26)}é`,
    `${'0'.repeat(27)}\n`,
    'aWgEPTl1tmebfsQzFP4bxwgy80V',
  ])('%j is none of ours', (text) => {
    expect(uuidOfKsuid(text)).toBe(null);
  });

  test('what is none of ours is null, never an error, and what is ours is the only spelling', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9A-Za-z]{27}$/)), (text) => {
        const uuid = uuidOfKsuid(text);
        if (uuid !== null) expect(ksuidOfUuid(uuid)).toBe(text);
      }),
    );
  });
});

describe('prefixes of a KSUID', () => {
  const within = (uuid: string, range: { from: string; to: string } | null) =>
    range !== null && range.from <= uuid && uuid <= range.to;

  test.each([
    ['far apart', anyUuidv7],
    ['close together', nearUuidv7],
  ])('hold exactly the ids that begin so: %s', (_, ids) => {
    fc.assert(
      fc.property(ids, ids, fc.integer({ min: 1, max: 27 }), (one, other, length) => {
        const prefix = ksuidOfUuid(one).slice(0, length);
        const range = uuidRangeOfKsuidPrefix(prefix);
        expect(within(one, range)).toBe(true);
        expect(within(other, range)).toBe(ksuidOfUuid(other).startsWith(prefix));
      }),
      { numRuns: 1000 },
    );
  });

  test('that nobody has hold nobody', () => {
    fc.assert(
      fc.property(anyUuidv7, fc.stringMatching(/^[0-9A-Za-z]{1,27}$/), (uuid, prefix) => {
        expect(within(uuid, uuidRangeOfKsuidPrefix(prefix))).toBe(ksuidOfUuid(uuid).startsWith(prefix));
      }),
      { numRuns: 1000 },
    );
  });

  test.each(['', 'x'.repeat(28), 'user_', 'a-b', 'é', 'a\n'])('%j begins no KSUID', (prefix) => {
    expect(uuidRangeOfKsuidPrefix(prefix)).toBe(null);
  });
});

describe('UUID', () => {
  test('tells its time', () => {
    fc.assert(
      fc.property(time, random, (ms, bits) => {
        expect(timeOfUuid(uuidv7(ms, bits))).toBe(ms);
      }),
    );
  });

  test.each([
    '',
    '0199A000-0000-7000-8000-000000000001',
    '0199a000000070008000000000000001',
    '0199a000-0000-7000-8000-000000000001\n',
  ])('%j is none as we write it', (text) => {
    expect(isUuid(text)).toBe(false);
  });
});

describe('ULID', () => {
  test('is read back, whatever the UUID', () => {
    fc.assert(
      fc.property(fc.oneof(anyUuidv7, fc.uuid()), (uuid) => {
        const ulid = ulidOfUuid(uuid);
        expect(ulid).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
        expect(uuidOfUlid(ulid)).toBe(uuid);
      }),
    );
  });

  test('is the bits in base 32', () => {
    const value = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        const bits = [...ulidOfUuid(uuid)].reduce((sum, digit) => sum * 32n + BigInt(value.indexOf(digit)), 0n);
        expect(bits).toBe(BigInt(`0x${uuid.replaceAll('-', '')}`));
      }),
    );
  });

  test('sorts as the UUIDs do', () => {
    fc.assert(
      fc.property(nearUuidv7, nearUuidv7, (left, right) => {
        expect(ulidOfUuid(left) < ulidOfUuid(right)).toBe(left < right);
      }),
    );
  });

  test('has ends', () => {
    expect(ulidOfUuid('00000000-0000-0000-0000-000000000000')).toBe('0'.repeat(26));
    expect(ulidOfUuid('ffffffff-ffff-ffff-ffff-ffffffffffff')).toBe(`7${'Z'.repeat(25)}`);
  });

  test.each([
    '',
    '0'.repeat(25),
    '0'.repeat(27),
    `8${'0'.repeat(25)}`,
    `0${'I'.repeat(25)}`,
    `0${'U'.repeat(25)}`,
    '01e4zcr3c56j083x43jqxf3jk5',
    ` ${'0'.repeat(25)}`,
    `${'0'.repeat(26)}\n`,
  ])('is not %j', (text) => expect(uuidOfUlid(text)).toBe(null));
});
