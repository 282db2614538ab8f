// Tests of imported digests: right and wrong passwords, broken and excessive digests, and an event loop that stays free.

import { createHash, createHmac, pbkdf2Sync, randomBytes, scryptSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { vectors } from '../../../test/digest-vectors.ts';
import { findFormat, importableSchemes } from '../registry.ts';
import { iterate } from './slices.ts';

const b64 = (bytes: Buffer) => bytes.toString('base64');
const bare = (bytes: Buffer) => b64(bytes).replace(/=+$/, '');
const digestOf = (name: string, ...parts: (string | Buffer)[]) => {
  const hash = createHash(name);
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const derive = (password: string, salt: Buffer | string, name: string, length: number) =>
  pbkdf2Sync(password, salt, 2, length, name);

/** What other systems would make of a password, by scheme: the fast ones, so that many can be made. */
const makers: Readonly<Record<string, (password: string, salt: Buffer) => string>> = {
  'auth0-json': (password, salt) =>
    JSON.stringify({
      algorithm: 'sha512',
      hash: { value: digestOf('sha512', salt, password).toString('hex'), encoding: 'hex' },
      salt: { value: b64(salt), encoding: 'base64', position: 'prefix' },
    }),
  'hmac-sha256-utf16': (password, salt) =>
    `hmac_sha256_utf16_b64$${b64(createHmac('sha256', salt).update(password, 'utf16le').digest())}$${b64(salt)}`,
  'keycloak-json': (password, salt) =>
    JSON.stringify({
      secretData: JSON.stringify({ value: b64(derive(password, salt, 'sha512', 64)), salt: b64(salt) }),
      credentialData: JSON.stringify({ hashIterations: 2, algorithm: 'pbkdf2-sha512' }),
    }),
  md5: (password) => digestOf('md5', password).toString('hex'),
  'md5-salted': (password, salt) => `${b64(salt)}$${digestOf('md5', b64(salt), password).toString('hex')}`,
  'pbkdf2-phc': (password, salt) => `$pbkdf2$i=2,d=sha256$${bare(salt)}$${bare(derive(password, salt, 'sha256', 32))}`,
  'pbkdf2-sha1': (password, salt) =>
    `pbkdf2_sha1$2$${salt.toString('hex')}$${derive(password, salt, 'sha1', 20).toString('hex')}$20`,
  'pbkdf2-sha256': (password, salt) => `pbkdf2_sha256$2$${b64(salt)}$${b64(derive(password, salt, 'sha256', 32))}`,
  'pbkdf2-sha256-django': (password, salt) =>
    `pbkdf2_sha256$2$${b64(salt)}$${b64(derive(password, b64(salt), 'sha256', 32))}`,
  'pbkdf2-sha512': (password, salt) =>
    `pbkdf2_sha512$2$${b64(salt)}$${derive(password, b64(salt), 'sha512', 64).toString('hex')}`,
  'pbkdf2-sha512-hex': (password, salt) =>
    `pbkdf2_sha512_hex$2$${salt.toString('hex')}$${derive(password, salt, 'sha512', 64).toString('hex')}`,
  'scrypt-phc': (password, salt) =>
    `$scrypt$v=1$n=4,r=1,p=1,kl=32$${bare(salt)}$${bare(scryptSync(password, salt, 32, { N: 4, r: 1, p: 1 }))}`,
  'scrypt-werkzeug': (password, salt) =>
    `scrypt:4:1:1$${b64(salt)}$${scryptSync(password, b64(salt), 64, { N: 4, r: 1, p: 1 }).toString('hex')}`,
  sha256: (password) => digestOf('sha256', password).toString('hex'),
  'sha256-salted': (password, salt) => `${b64(salt)}$${digestOf('sha256', password, b64(salt)).toString('hex')}`,
  'sha512-symfony': (password, salt) =>
    `sha512_symfony$1$${b64(salt)}$${b64(digestOf('sha512', `${password}{${b64(salt)}}`))}`,
  ssha: (password, salt) => `{SSHA}${b64(Buffer.concat([digestOf('sha1', password, salt), salt]))}`,
  'ssha-salt-first': (password, salt) => `{SSHA}${b64(Buffer.concat([digestOf('sha1', salt, password), salt]))}`,
  ssha256: (password, salt) => `{SSHA256}${b64(Buffer.concat([digestOf('sha256', password, salt), salt]))}`,
  'ssha256-salt-first': (password, salt) =>
    `{SSHA256}${b64(Buffer.concat([digestOf('sha256', salt, password), salt]))}`,
};

function read(scheme: string, digest: string) {
  return findFormat(scheme)?.read(digest) ?? { ok: false, reason: 'unknown-scheme' };
}

function reasonOf(scheme: string, digest: string): string {
  const reading = read(scheme, digest);
  return 'reason' in reading ? reading.reason : 'ok';
}

async function check(scheme: string, password: string, digest: string): Promise<boolean> {
  const reading = read(scheme, digest);
  if (!('verify' in reading)) throw new Error(`unreadable: ${digest}`);
  return reading.verify(password);
}

describe('a digest that can be made here', () => {
  test.each(Object.entries(makers))('%s: right → true, wrong → false', async (scheme, make) => {
    const passwords = fc.string({ unit: 'grapheme', maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(passwords, passwords, async (right, wrong) => {
        const digest = make(right, randomBytes(16));
        expect(await check(scheme, right, digest)).toBe(true);
        expect(await check(scheme, wrong, digest)).toBe(right === wrong);
      }),
      { numRuns: 25 },
    );
  });
});

describe('a broken digest', () => {
  const anywhere = fc.nat({ max: 4096 });
  const edits = fc.oneof(
    fc.record({ kind: fc.constant('cut' as const), at: anywhere, text: fc.constant('') }),
    fc.record({ kind: fc.constant('drop' as const), at: anywhere, text: fc.constant('') }),
    fc.record({ kind: fc.constant('insert' as const), at: anywhere, text: fc.string({ minLength: 1, maxLength: 3 }) }),
    fc.record({
      kind: fc.constant('insert' as const),
      at: anywhere,
      text: fc.constantFrom('$', '0', '=', '\n', '\0', ',', '{'),
    }),
  );

  test.each(vectors)('is refused or read, and nothing else: $scheme $digest', ({ scheme, digest }) => {
    fc.assert(
      fc.property(edits, ({ kind, at, text }) => {
        const index = at % digest.length;
        const tail = kind === 'cut' ? '' : digest.slice(kind === 'drop' ? index + 1 : index);
        expect(['malformed', 'too-costly', 'ok']).toContain(
          reasonOf(scheme, `${digest.slice(0, index)}${text}${tail}`),
        );
      }),
      { numRuns: 50 },
    );
  });

  test.each(importableSchemes())('%s is refused empty, with a line behind it, and when endless', (scheme) => {
    const digest = vectors.find((vector) => vector.scheme === scheme)?.digest ?? 'awscognito#eu-west-1_Ab12#abc123#ada';
    expect(reasonOf(scheme, digest)).toBe('ok');
    expect(reasonOf(scheme, '')).toBe('malformed');
    expect(reasonOf(scheme, 'x')).toBe('malformed');
    if (!scheme.endsWith('-json') && scheme !== 'bcrypt-peppered')
      expect(reasonOf(scheme, `${digest}\n`)).toBe('malformed');
    expect(reasonOf(scheme, digest.padEnd(8193, 'A'))).toBe('malformed');
  });

  const key32 = Buffer.alloc(32, 7);
  const hex = Buffer.alloc(64, 7).toString('hex');
  test.each([
    ['md5', '5f4dcc3b5aa765d61d8327deb882cf9'],
    ['md5', '5f4dcc3b5aa765d61d8327deb882cf9g'],
    ['md5-salted', '$5f4dcc3b5aa765d61d8327deb882cf99'],
    ['md5-salted', '5f4dcc3b5aa765d61d8327deb882cf99$salt'],
    ['sha256', '5f4dcc3b5aa765d61d8327deb882cf99'],
    ['ssha', `{SSHA}${b64(Buffer.alloc(20))}`],
    ['ssha', `{SHA}${b64(Buffer.alloc(24))}`],
    ['pbkdf2-sha1', `pbkdf2_sha1$1000$73616c74$${'ab'.repeat(20)}`],
    ['pbkdf2-sha1', `pbkdf2_sha1$1000$73616c74$${'ab'.repeat(20)}$32`],
    ['pbkdf2-sha256', `pbkdf2_sha256$0$c2FsdA==$${b64(key32)}`],
    ['pbkdf2-sha256', `pbkdf2_sha256$1e3$c2FsdA==$${b64(key32)}`],
    ['pbkdf2-sha256', `pbkdf2_sha256$1000$$${b64(key32)}`],
    ['pbkdf2-sha256', `pbkdf2_sha256$1000$c2FsdA==$${b64(Buffer.alloc(15))}`],
    ['pbkdf2-sha512', `pbkdf2_sha512$1000$${'s'.repeat(1025)}$${hex}`],
    ['pbkdf2-phc', `$pbkdf2$i=1000,d=md5$c2FsdA$${bare(key32)}`],
    ['scrypt-phc', `$scrypt$v=1$n=1000,r=8,p=1,kl=32$c2FsdA$${bare(key32)}`],
    ['scrypt-phc', `$scrypt$v=1$n=1024,r=8,p=1,kl=64$c2FsdA$${bare(key32)}`],
    ['scrypt-phc', `$scrypt$v=1$n=65536,r=1,p=1$c2FsdA$${bare(key32)}`],
    ['scrypt-werkzeug', `scrypt:32768:8:1$salt$${key32.toString('hex')}`],
    ['phpass', '$P$4IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0'],
    ['phpass', '$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.LA'],
    ['sha512-symfony', `sha512_symfony$5000$sa{lt$${b64(Buffer.alloc(64))}`],
    ['sha512-crypt', `$6$rounds=999$salt$${'a'.repeat(85)}.`],
    ['bcrypt-peppered', '$2b$04$abcdefghijklmnopqrstuughE8Ev8uGFaUgY2cNEySvxngrb/Jzdm'],
    ['cognito-reference', 'awscognito#pool#client'],
    ['keycloak-json', '{"secretData":"{}","credentialData":"{}"}'],
    ['auth0-json', '{"algorithm":"md4","hash":{"value":"5f4dcc3b5aa765d61d8327deb882cf99","encoding":"hex"}}'],
    [
      'auth0-json',
      '{"algorithm":"md5","hash":{"value":"5f4dcc3b5aa765d61d8327deb882cf99","encoding":"hex","rounds":2}}',
    ],
  ])('%s: %s', (scheme, digest) => {
    expect(reasonOf(scheme, digest)).toBe('malformed');
  });
});

describe('an excessive digest', () => {
  const key = (length: number) => bare(Buffer.alloc(length, 7));
  const hex = Buffer.alloc(64, 7).toString('hex');
  test.each([
    ['pbkdf2-sha256-django', `pbkdf2_sha256$2000001$salt$${b64(Buffer.alloc(32, 7))}`],
    ['pbkdf2-sha512', `pbkdf2_sha512$4294967295$salt$${hex}`],
    ['pbkdf2-phc', `$pbkdf2$i=70000,d=sha256$c2FsdA$${key(1024)}`],
    ['scrypt-phc', `$scrypt$v=1$n=524288,r=8,p=1$c2FsdA$${key(32)}`],
    ['scrypt-phc', `$scrypt$ln=14,r=8,p=17$c2FsdA$${key(32)}`],
    ['scrypt-werkzeug', `scrypt:1024:4294967296:1$salt$${hex}`],
    ['scrypt-firebase', `${b64(Buffer.alloc(64))}$c2FsdA==$${b64(Buffer.alloc(64))}$Bw==$8$63`],
    ['phpass', '$P$JIQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0'],
    ['sha512-symfony', `sha512_symfony$1000001$salt$${b64(Buffer.alloc(64))}`],
    ['sha512-crypt', `$6$rounds=999999999$salt$${'a'.repeat(85)}.`],
    ['bcrypt-peppered', '$2b$16$abcdefghijklmnopqrstuughE8Ev8uGFaUgY2cNEySvxngrb/Jzdm$pepper'],
    ['argon2-django', `argon2$argon2id$v=19$m=2097152,t=1,p=1$c29tZXNhbHQ$${key(32)}`],
    [
      'keycloak-json',
      `{"secretData":{"value":"${b64(Buffer.alloc(32))}","salt":"c2FsdA=="},"credentialData":{"algorithm":"pbkdf2-sha256","hashIterations":3000000}}`,
    ],
    [
      'auth0-json',
      `{"algorithm":"scrypt","hash":{"value":"${hex}","encoding":"hex"},"salt":{"value":"s"},"cost":1048576}`,
    ],
  ])('%s is refused without running it: %s', (scheme, digest) => {
    expect(reasonOf(scheme, digest)).toBe('too-costly');
  });

  test('a password of kilobytes on top of very many rounds does not match, at once', async () => {
    const started = performance.now();
    expect(await check('phpass', 'a'.repeat(4096), '$P$IIQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0')).toBe(false);
    expect(performance.now() - started).toBeLessThan(100);
  });
});

describe('a strong digest', () => {
  const phc = (n: number) => `$scrypt$v=1$n=${n},r=8,p=1,kl=32$${bare(Buffer.alloc(16))}$${bare(Buffer.alloc(32))}`;
  test.each([
    [131_072, true],
    [65_536, false],
  ])('scrypt with n=%i stays: %s', (n, current) => {
    expect(read('scrypt-phc', phc(n))).toMatchObject({ ok: true, current });
  });
});

test('long loops leave the event loop to others', async () => {
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  let count = 0;
  await iterate(100_000, (round) => {
    count += round === count ? 1 : 0;
    createHash('sha512').update('x').digest();
  });
  clearInterval(timer);
  expect(count).toBe(100_000);
  expect(turns).toBeGreaterThan(10);
});

test('a reference to another system is kept, and no password matches it', async () => {
  expect(await check('cognito-reference', 'ada', 'awscognito#eu-west-1_Ab12#abc123#ada')).toBe(false);
});
