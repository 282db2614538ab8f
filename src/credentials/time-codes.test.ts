// Tests of the time codes: the published vectors, drift, and secrets as people write them.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusalsOf } from '../../test/commands/world.ts';
import { base32Of, codeAt, totpOf } from '../../test/time-codes.ts';
import { now } from '../../test/users.ts';
import type { Totp } from '../core/model/user.ts';
import { isTotp, openTimeCodes } from './time-codes.ts';

const codes = openTimeCodes();
const common = { algorithm: 'SHA1', digits: 6, periodSeconds: 30 } as const;
const seed = '1234567890'.repeat(7);

/** The secrets of RFC 6238 Appendix B (with erratum 2866: each as long as its hash). */
const published = (algorithm: Totp['algorithm'], bytes: number): Totp => ({
  secret: base32Of(Buffer.from(seed.slice(0, bytes), 'ascii')),
  algorithm,
  digits: 8,
  periodSeconds: 30,
});
const sha1 = published('SHA1', 20);
const sha256 = published('SHA256', 32);
const sha512 = published('SHA512', 64);

/** RFC 6238 Appendix B: time in seconds, then the codes of the three. */
const vectors = [
  [59, '94287082', '46119246', '90693936'],
  [1_111_111_109, '07081804', '68084774', '25091201'],
  [1_111_111_111, '14050471', '67062674', '99943326'],
  [1_234_567_890, '89005924', '91819424', '93441116'],
  [2_000_000_000, '69279037', '90698825', '38618901'],
  [20_000_000_000, '65353130', '77737706', '47863826'],
] as const;

describe('codes', () => {
  test.each(vectors)('of RFC 6238 at %d s', (seconds, ...three) => {
    const step = Math.floor(seconds / 30);
    for (const [index, totp] of [sha1, sha256, sha512].entries()) {
      expect(codes.stepOf(totp, three[index] ?? '', seconds * 1000)).toBe(step);
      expect(codes.stepOf(totp, three[(index + 1) % 3] ?? '', seconds * 1000)).toBe(null);
      expect(codeAt(totp, seconds * 1000)).toBe(three[index]);
    }
  });

  test('are good for their own step and one beside it, and tell which', () => {
    const totp = totpOf(1);
    const period = 30_000;
    const start = Math.floor(now / period) * period;
    const step = start / period;
    for (const moment of [start, start + period - 1]) {
      const at = (steps: number) => codes.stepOf(totp, codeAt(totp, moment + steps * period), moment);
      expect([-3, -2, -1, 0, 1, 2, 3].map(at)).toEqual([null, null, step - 1, step, step + 1, null, null]);
    }
  });

  test('of other lengths and periods follow the secret', () => {
    const totp: Totp = { secret: base32Of(Buffer.alloc(32, 9)), algorithm: 'SHA256', digits: 8, periodSeconds: 60 };
    expect(codes.stepOf(totp, codeAt(totp, now - 60_000), now)).toBe(Math.floor(now / 60_000) - 1);
    expect(codes.stepOf(totp, codeAt({ ...totp, digits: 6 }, now), now)).toBe(null);
    expect(codes.stepOf(totp, codeAt({ ...totp, periodSeconds: 30 }, now), now)).toBe(null);
  });

  test.each(['', '12345', '1234567', ' 12345', '12 345', '-12345', '+12345', '1e3456', '１２３４５６', '12345\n'])(
    '%j is none',
    (code) => {
      expect(codes.stepOf(totpOf(1), code, now)).toBe(null);
    },
  );

  test('with leading zeros need them', () => {
    const totp = totpOf(2);
    const moment = Array.from({ length: 1000 }, (_, index) => now + index * 30_000).find((at) =>
      codeAt(totp, at).startsWith('0'),
    );
    const code = codeAt(totp, moment ?? 0);
    expect(code).toMatch(/^0/);
    expect(codes.stepOf(totp, code, moment ?? 0)).not.toBe(null);
    expect(codes.stepOf(totp, code.slice(1), moment ?? 0)).toBe(null);
  });

  test('of any secret are what the standard says', () => {
    const anyTotp = fc.record({
      secret: fc.uint8Array({ minLength: 20, maxLength: 64 }).map(base32Of),
      algorithm: fc.constantFrom('SHA1' as const, 'SHA256' as const, 'SHA512' as const),
      digits: fc.constantFrom(6, 8),
      periodSeconds: fc.integer({ min: 15, max: 120 }),
    });
    fc.assert(
      fc.property(anyTotp, fc.integer({ min: 1_000_000_000_000, max: 4_000_000_000_000 }), (totp, at) => {
        expect(isTotp(totp)).toBe(true);
        expect(codes.stepOf(totp, codeAt(totp, at), at)).toBe(Math.floor(at / 1000 / totp.periodSeconds));
      }),
    );
  });
});

describe('secrets', () => {
  test('are 160 random bits in base32, for every app', () => {
    const made = Array.from({ length: 50 }, () => codes.create());
    expect(new Set(made.map(({ secret }) => secret)).size).toBe(50);
    for (const totp of made) {
      expect(totp).toEqual({ secret: expect.stringMatching(/^[A-Z2-7]{32}$/), ...common });
      expect(isTotp(totp)).toBe(true);
      expect(codes.stepOf(totp, codeAt(totp, now), now)).toBe(Math.floor(now / 30_000));
    }
  });

  const plain = 'JBSWY3DPEHPK3PXPJBSWY3DP';

  test.each([
    plain,
    plain.toLowerCase(),
    'jbsw y3dp ehpk 3pxp jbsw y3dp',
    'JBSW-Y3DP-EHPK-3PXP-JBSW-Y3DP',
    `${plain}======`,
    `\t${plain}\n`,
  ])('are read as people write them: %j', (secret) => {
    expect(codes.accept({ secret, ...common })).toEqual({ secret: plain, ...common });
  });

  const fault = [{ code: 'invalid', issues: [{ path: 'totp', reason: 'format', limit: null }] }];
  const accept = (wish: object) => refusalsOf(async () => codes.accept({ secret: plain, ...common, ...wish }));

  test.each([
    ['a letter that is none', { secret: `${plain}1` }],
    ['padding inside', { secret: `${plain.slice(0, 16)}==${plain}` }],
    ['too short', { secret: plain.slice(0, 15) }],
    ['too long', { secret: 'A'.repeat(206) }],
    ['nothing', { secret: '' }],
    ['letters of other scripts', { secret: plain.replace('J', 'Ｊ') }],
    ['five digits', { digits: 5 }],
    ['seven digits', { digits: 7 }],
    ['a code of nothing', { digits: Number.NaN }],
    ['a short period', { periodSeconds: 14 }],
    ['a long period', { periodSeconds: 121 }],
    ['half a second', { periodSeconds: 30.5 }],
    ['another algorithm', { algorithm: 'MD5' }],
    ['a name from the prototype', { algorithm: 'constructor' }],
  ])('refused: %s', async (_, wish) => {
    expect(await accept(wish)).toEqual(fault);
  });

  test('at the bounds are taken', () => {
    for (const secret of ['A'.repeat(16), 'A'.repeat(205)]) {
      expect(codes.accept({ secret, ...common }).secret).toBe(secret);
    }
    for (const periodSeconds of [15, 120]) {
      expect(codes.accept({ secret: plain, ...common, periodSeconds }).periodSeconds).toBe(periodSeconds);
    }
  });

  test('their address says all that an app must know, whatever the account is called', () => {
    const totp: Totp = { secret: plain, algorithm: 'SHA256', digits: 8, periodSeconds: 60 };
    const address = new URL(codes.addressOf(totp, 'Häuser & Co', 'ann?secret=x&a=b@example.com'));
    expect(`${address.protocol}//${address.host}`).toBe('otpauth://totp');
    expect(decodeURIComponent(address.pathname)).toBe('/Häuser & Co:ann?secret=x&a=b@example.com');
    expect(Object.fromEntries(address.searchParams)).toEqual({
      issuer: 'Häuser & Co',
      secret: plain,
      algorithm: 'SHA256',
      digits: '8',
      period: '60',
    });
  });
});
