// Tests of the digest formats: published vectors, and what argon2 and bcrypt refuse.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { vectors } from '../../../test/digest-vectors.ts';
import { findFormat, importableSchemes, listFormats } from '../registry.ts';
import { makeArgon2id } from './argon2.ts';

async function check(scheme: string, password: string, digest: string): Promise<boolean> {
  const reading = findFormat(scheme)?.read(digest);
  if (reading?.ok !== true) throw new Error(`unreadable: ${digest}`);
  return reading.verify(password);
}

function reasonOf(scheme: string, digest: string): string {
  const reading = findFormat(scheme)?.read(digest);
  return reading === undefined ? 'unknown-scheme' : reading.ok ? 'ok' : reading.reason;
}

test('every imported format can be exported under its scheme', () => {
  const imported = listFormats().filter(([, format]) => format.importable);
  expect(imported.filter(([scheme, format]) => format.exportAs !== scheme)).toEqual([]);
});

describe('published vectors', () => {
  test('there is one for every format that can be checked', () => {
    const schemes = new Set(vectors.map(({ scheme }) => scheme));
    const wanted = listFormats().filter(([, format]) => format.importable && format.verifiable);
    expect(wanted.map(([scheme]) => scheme).filter((scheme) => !schemes.has(scheme))).toEqual([]);
  });

  test.each(vectors)('$scheme $digest', async ({ scheme, password, digest }) => {
    expect(await check(scheme, password, digest)).toBe(true);
    expect(await check(scheme, `x${password}`, digest)).toBe(false);
  });

  test('what we make is read by our own reader, and only by the right password', async () => {
    const passwords = fc.string({ unit: 'grapheme', maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(passwords, passwords, async (right, wrong) => {
        const digest = await makeArgon2id(right);
        expect(await check('argon2id', right, digest)).toBe(true);
        expect(await check('argon2id', wrong, digest)).toBe(right === wrong);
      }),
      { numRuns: 10 },
    );
  });
});

describe('argon2', () => {
  const hash = 'CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  const phc = (parameters: string, salt = 'c29tZXNhbHQ', tail = hash) => `$argon2id$${parameters}$${salt}$${tail}`;

  test('reads the samples that other systems document', () => {
    const bytes32 = Buffer.alloc(32, 7).toString('base64').replace('=', '');
    const sample = `$argon2i$v=19$m=4096,t=3,p=1$4t6CL3P7YiHBtwESXawI8Hm20zJj4cs7/4/G3c187e0$${bytes32}`;
    expect(reasonOf('argon2i', sample)).toBe('ok');
    expect(reasonOf('argon2id', phc('v=19$m=64,t=4,p=8', 'Z2liZXJyaXNo', bytes32))).toBe('ok');
  });

  test.each([
    '',
    'password',
    phc('v=19$m=65536,t=2,p=1').slice(0, -1),
    ` ${phc('v=19$m=65536,t=2,p=1')}`,
    `${phc('v=19$m=65536,t=2,p=1')}\n`,
    `${phc('v=19$m=65536,t=2,p=1')}=`,
    phc('v=18$m=65536,t=2,p=1'),
    phc('v=19$m=065536,t=2,p=1'),
    phc('v=19$t=2,m=65536,p=1'),
    phc('v=19$m=65536,t=2'),
    phc('v=19$m=65536,t=0,p=1'),
    phc('v=19$m=65536,t=2,p=0'),
    phc('v=19$m=15,t=2,p=2'),
    phc('v=19$m=65536,t=2,p=1,keyid=aaaa'),
    phc('v=19$m=65536,t=2,p=1', 'c2hvcnQ'),
    phc('v=19$m=65536,t=2,p=1', 'c29tZXNhbHQ='),
    phc('v=19$m=65536,t=2,p=1', 'c29tZXNhbHR'),
    phc('v=19$m=65536,t=2,p=1', 'c29tZXNhbHQ', 'c2hvcnQ'),
    phc('v=19$m=65536,t=2,p=1', 'c29tZXNhbHQ', Buffer.alloc(129).toString('base64')),
    phc('v=19$m=65536,t=2,p=1').replace('argon2id', 'argon2i'),
    phc('v=19$m=65536,t=2,p=1').replace('argon2id', 'argon2d'),
  ])('refuses %j as malformed', (digest) => {
    expect(reasonOf('argon2id', digest)).toBe('malformed');
  });

  test.each(['m=262145,t=2,p=1', 'm=65536,t=11,p=1', 'm=65536,t=2,p=17', 'm=4294967295,t=4294967295,p=1'])(
    'refuses %s as too costly, without running it',
    (cost) => {
      expect(reasonOf('argon2id', phc(`v=19$${cost}`))).toBe('too-costly');
    },
  );
});

describe('bcrypt', () => {
  const digest = '$2b$04$abcdefghijklmnopqrstuughE8Ev8uGFaUgY2cNEySvxngrb/Jzdm';

  test('ignores the bits that carry nothing, as the original does', async () => {
    expect(await check('bcrypt', 'password', digest.replace('uugh', 'uvgh'))).toBe(true);
    expect(await check('bcrypt', 'password', `${digest.slice(0, -1)}n`)).toBe(true);
    expect(await check('bcrypt', 'password', `${digest.slice(0, -1)}q`)).toBe(false);
  });

  test.each([
    '',
    digest.slice(0, -1),
    `${digest}a`,
    `${digest}\n`,
    digest.replace('2b', '2x'),
    digest.replace('2b', '2'),
    digest.replace('$04$', '$4$'),
    digest.replace('$04$', '$03$'),
    digest.replace('$04$', '$32$'),
    digest.replace('abc', 'ab+'),
  ])('refuses %j as malformed', (text) => {
    expect(reasonOf('bcrypt', text)).toBe('malformed');
  });

  test.each(['16', '31'])('refuses cost %s as too costly', (cost) => {
    expect(reasonOf('bcrypt', digest.replace('$04$', `$${cost}$`))).toBe('too-costly');
  });
});

test('no reader throws, whatever it is given', () => {
  for (const scheme of importableSchemes()) {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\$[a-z0-9]+\$[a-zA-Z0-9$=,./+]*$/)), (digest) => {
        expect(['malformed', 'too-costly', 'ok']).toContain(reasonOf(scheme, digest));
      }),
    );
  }
});
