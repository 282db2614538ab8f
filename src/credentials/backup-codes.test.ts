// Tests of the backup codes: found however they are typed, each by its own digest, and by nothing else.

import { hashSync } from '@node-rs/bcrypt';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusalsOf } from '../../test/commands/world.ts';
import { digestCode, findCode, isCodeDigest } from './backup-codes.ts';

const digests = ['abcde-12345', 'fghjk-67890', 'mnpqr-stvwx'].map(digestCode);
const invalid = (reason: string, limit: number | null) => [
  { code: 'invalid', issues: [{ path: 'backupCodes', reason, limit }] },
];
const refused = (text: string) => refusalsOf(async () => digestCode(text));

describe('a code in clear', () => {
  test.each([
    'fghjk-67890',
    'FGHJK-67890',
    'fghjk67890',
    ' fg hjk 678-90 ',
    'Fghjk – 67890'.replace('–', '-'),
    'ｆghjk67890',
  ])('is found as %j', async (code) => {
    expect(await findCode(code, digests)).toBe(1);
  });

  test.each([
    '',
    ' ',
    '-',
    'fghjk-6789',
    'fghjk-678900',
    '67890-fghjk',
    'abcde12345mnpqrstvwx',
    'fghjk_67890',
    '\ud800',
  ])('is not found as %j', async (code) => {
    expect(await findCode(code, digests)).toBe(null);
  });

  test('is not among none, nor among what is no digest', async () => {
    expect(await findCode('abcde-12345', [])).toBe(null);
    expect(await findCode('abcde-12345', ['abcde-12345', 'sha256$', '', 'sha256$AAAA$BBBB'])).toBe(null);
  });

  test('is never readable in its digest, which is another one each time', () => {
    const twice = [digestCode('abcde-12345'), digestCode('abcde-12345')];
    expect(twice[0]).not.toBe(twice[1]);
    for (const digest of twice) {
      expect(digest).toMatch(/^sha256\$[\w-]{22}\$[\w-]{43}$/);
      expect(isCodeDigest(digest)).toBe(true);
    }
  });

  test('whichever it is, dashes, spaces and case do not count; everything else does', async () => {
    const word = fc.string({
      unit: fc.constantFrom(...'abcdefghjkmnpqrstvwxyz0123456789'),
      minLength: 4,
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(word, word, fc.nat(20), async (code, other, at) => {
        const typed = `${code.slice(0, at)} - ${code.slice(at)}`.toUpperCase();
        expect(await findCode(typed, [digestCode(code)])).toBe(0);
        expect(await findCode(other, [digestCode(code)])).toBe(other === code ? 0 : null);
      }),
      { numRuns: 50 },
    );
  });

  test('that is none is refused', async () => {
    expect(await refused('')).toEqual(invalid('format', null));
    expect(await refused(' - ')).toEqual(invalid('format', null));
    expect(await refused('\ud800')).toEqual(invalid('format', null));
    expect(await refused('a'.repeat(129))).toEqual(invalid('length-max', 128));
    expect(digestCode('a'.repeat(128))).toMatch(/^sha256/);
  });

  test('longer than any is not even tried', async () => {
    expect(await findCode('a'.repeat(128), [digestCode('a'.repeat(128))])).toBe(0);
    expect(await findCode(`${'a'.repeat(128)} `, [digestCode('a'.repeat(128))])).toBe(null);
  });
});

describe('a bcrypt digest', () => {
  const cheap = (code: string) => hashSync(code, 4);
  /** The self-test of crypt_blowfish 1.3, made by another implementation: the password is `U*U`. */
  const foreign = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';

  test('is kept as it is and found, also among others', async () => {
    expect(digestCode(foreign)).toBe(foreign);
    expect(isCodeDigest(foreign)).toBe(true);
    expect(await findCode('U*U', [digestCode('other'), foreign])).toBe(1);
    expect(await findCode(' U*U ', [foreign])).toBe(0);
    expect(await findCode('U*V', [foreign])).toBe(null);
  });

  test('of a code as it was shown, or without what helps the eye', async () => {
    expect(await findCode('Abcde-12345', [cheap('Abcde-12345')])).toBe(0);
    for (const typed of ['abcde-12345', 'ABCDE 12345', 'abcde12345']) {
      expect(await findCode(typed, [cheap('abcde12345')])).toBe(0);
    }
    expect(await findCode('abcde-12345', [cheap('Abcde-12345')])).toBe(null);
  });

  test('is no code itself', async () => {
    expect(await findCode(foreign, [foreign])).toBe(null);
  });

  test.each([
    ['cut short', foreign.slice(0, -1), 'format'],
    ['of a broken version', foreign.replace('$2a$', '$2x$'), 'format'],
    ['of a version without a letter', foreign.replace('$2a$', '$2$'), 'format'],
    ['dearer than 2^12', foreign.replace('$05$', '$13$'), 'value'],
    ['dearer than all', foreign.replace('$05$', '$31$'), 'value'],
  ])('%s is refused', async (_, text, reason) => {
    expect(await refused(text)).toEqual(invalid(reason, null));
    expect(isCodeDigest(text)).toBe(false);
  });

  test('of 2^12 is taken', () => {
    expect(digestCode(foreign.replace('$05$', '$12$'))).toContain('$12$');
  });
});

test('of two codes that are one, the first is found', async () => {
  expect(await findCode('abcde-12345', [digestCode('x'), digestCode('abcde12345'), digestCode('ABCDE-12345')])).toBe(1);
});

test.each(['', 'abcde-12345', 'sha256$', 'sha256$a$b', `sha256$${'a'.repeat(22)}$${'b'.repeat(44)}`, 'md5$x'])(
  '%j is no digest of a code',
  (text) => {
    expect(isCodeDigest(text)).toBe(false);
  },
);
