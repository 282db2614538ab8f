// Tests of the hasher: right and wrong passwords, upgrades, forms of a password, and the bounds of its pool.

import { createHash, scryptSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Refused } from '../core/model/error.ts';
import type { PasswordDigest } from '../core/model/user.ts';
import { makeArgon2id } from './digests/argon2.ts';
import { openHasher } from './hasher.ts';

const hasher = openHasher({ concurrency: 2, queueMax: 64 });
const bcrypt: PasswordDigest = {
  scheme: 'bcrypt',
  digest: '$2b$04$abcdefghijklmnopqrstuughE8Ev8uGFaUgY2cNEySvxngrb/Jzdm',
  preHash: 'none',
};

const scryptOf = (n: number) => {
  const [salt, options] = [Buffer.alloc(16, 7), { N: n, r: 8, p: 1, maxmem: 256 * 1024 * 1024 }];
  const [first, second] = [salt, scryptSync('password', salt, 32, options)].map((bytes) =>
    bytes.toString('base64').replace(/=+$/, ''),
  );
  return `$scrypt$v=1$n=${n},r=8,p=1,kl=32$${first}$${second}`;
};

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

async function refusalOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Refused) return error.refusals[0];
    throw error;
  }
  return null;
}

describe('hash and verify', () => {
  test('the right password matches and needs no upgrade; a wrong one does not match', async () => {
    const digests = await hasher.hash('correct horse', 'none', 'none');
    expect(digests).toMatchObject([{ scheme: 'argon2id-nfkc', preHash: 'none' }]);
    expect(digests[0]?.digest).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hasher.verify('correct horse', digests, 'none')).toEqual({ matches: true, upgrade: null });
    expect(await hasher.verify('correct horsf', digests, 'none')).toEqual({ matches: false, upgrade: null });
    expect(await hasher.verify('', digests, 'none')).toEqual({ matches: false, upgrade: null });
  });

  test('nothing is cut off: passwords that differ in the last of 4096 bytes differ', async () => {
    const long = 'a'.repeat(4095);
    const digests = await hasher.hash(`${long}b`, 'none', 'none');
    expect((await hasher.verify(`${long}b`, digests, 'none')).matches).toBe(true);
    expect((await hasher.verify(`${long}c`, digests, 'none')).matches).toBe(false);
  });

  test('a password past 4096 bytes is refused, and never matches', async () => {
    const long = 'é'.repeat(2049);
    expect(await refusalOf(() => hasher.hash(long, 'none', 'none'))).toEqual({
      code: 'invalid',
      issues: [{ path: 'password', reason: 'bytes-max', limit: 4096 }],
    });
    const stored = { scheme: 'argon2id', digest: await makeArgon2id(long), preHash: 'none' } as const;
    expect((await hasher.verify(long, [stored], 'none')).matches).toBe(false);
  });

  test('what is no Unicode text is refused, and never matches', async () => {
    expect(await refusalOf(() => hasher.hash('half \ud800', 'none', 'none'))).toMatchObject({ code: 'invalid' });
    const stored = await hasher.hash('half \ufffd', 'none', 'none');
    expect((await hasher.verify('half \ud800', stored, 'none')).matches).toBe(false);
  });

  test('all spellings of one text are one password in our digests', async () => {
    const digests = await hasher.hash('Ame\u0301lie \uff21\ufb01', 'none', 'none');
    expect(await hasher.verify('Amélie Afi', digests, 'none')).toEqual({ matches: true, upgrade: null });
  });

  test('an imported digest is tried with the bytes as typed, then with the normal form', async () => {
    const decomposed = { scheme: 'argon2id', digest: await makeArgon2id('Ame\u0301lie'), preHash: 'none' } as const;
    const composed = { scheme: 'argon2id', digest: await makeArgon2id('Amélie'), preHash: 'none' } as const;
    expect((await hasher.verify('Ame\u0301lie', [decomposed], 'none')).matches).toBe(true);
    expect((await hasher.verify('Ame\u0301lie', [composed], 'none')).matches).toBe(true);
    expect((await hasher.verify('Amélie', [decomposed], 'none')).matches).toBe(false);
  });

  test('a digest that cannot be read is no match and no error', async () => {
    const broken: PasswordDigest[] = [
      { scheme: 'gone', digest: 'x', preHash: 'none' },
      { scheme: '__proto__', digest: 'x', preHash: 'none' },
      { scheme: 'bcrypt', digest: '$2b$31$abcdefghijklmnopqrstuughE8Ev8uGFaUgY2cNEySvxngrb/Jzdm', preHash: 'none' },
      { scheme: 'argon2id', digest: '', preHash: 'md5' },
    ];
    expect(await hasher.verify('password', broken, 'none')).toEqual({ matches: false, upgrade: null });
    expect((await hasher.verify('password', [...broken, bcrypt], 'none')).matches).toBe(true);
  });
});

describe('upgrade', () => {
  test.each([
    ['md5', '5f4dcc3b5aa765d61d8327deb882cf99'],
    ['phpass', '$P$B12345678Eg2z6eqcenWjcSosVt4mZ.'],
    ['pbkdf2-sha256-django', 'pbkdf2_sha256$1000$salt$YywoEuRtRgQQK6dhjp1tfS+BKPYma0oDJk0qBGC33LM='],
    ['scrypt-phc', scryptOf(16_384)],
  ])('a weaker %s digest gives way to a current one', async (scheme, digest) => {
    const stored = [hasher.accept(scheme, digest)];
    expect(await hasher.verify('wrong', stored, 'none')).toEqual({ matches: false, upgrade: null });
    const { matches, upgrade } = await hasher.verify('password', stored, 'none');
    expect(matches).toBe(true);
    expect(upgrade).toMatchObject([{ scheme: 'argon2id-nfkc', preHash: 'none' }]);
    expect(await hasher.verify('password', upgrade ?? [], 'none')).toEqual({ matches: true, upgrade: null });
  });

  test('a scrypt digest at least as strong stays', async () => {
    const stored = [hasher.accept('scrypt-phc', scryptOf(131_072))];
    expect(await hasher.verify('password', stored, 'none')).toEqual({ matches: true, upgrade: null });
  });

  test('a weaker scheme is replaced by a current digest of the same password', async () => {
    const { matches, upgrade } = await hasher.verify('password', [bcrypt], 'none');
    expect(matches).toBe(true);
    expect(upgrade).toMatchObject([{ scheme: 'argon2id-nfkc', preHash: 'none' }]);
    expect(await hasher.verify('password', upgrade ?? [], 'none')).toEqual({ matches: true, upgrade: null });
    expect((await hasher.verify('password!', upgrade ?? [], 'none')).matches).toBe(false);
  });

  test('after bcrypt has let a long password in, the new digest is over all of it', async () => {
    const long = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 and more';
    const stored = { ...bcrypt, digest: '$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui' };
    const { upgrade } = await hasher.verify(long, [stored], 'none');
    expect((await hasher.verify(long, upgrade ?? [], 'none')).matches).toBe(true);
    expect((await hasher.verify(long.slice(0, 72), upgrade ?? [], 'none')).matches).toBe(false);
  });

  // Stronger in memory and time: src/test.c of https://github.com/P-H-C/phc-winner-argon2.
  test.each([
    '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
    '$argon2id$v=19$m=262144,t=2,p=1$c29tZXNhbHQ$eP4eyR+zqlZX1y5xCFTkw9m5GYx0L5YWwvCFvtlbLow',
  ])('never a downgrade: %s stays', async (digest) => {
    const stored = { scheme: 'argon2id', digest, preHash: 'none' } as const;
    expect(await hasher.verify('password', [stored], 'none')).toEqual({ matches: true, upgrade: null });
  });

  test('weaker parameters and the argon2i variant are replaced', async () => {
    for (const digest of [
      '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA',
      '$argon2i$m=256,t=2,p=2$c29tZXNhbHQ$tsEVYKap1h6scGt5ovl9aLRGOqOth+AMB+KwHpDFZPs',
    ]) {
      const verdict = await hasher.verify('password', [{ scheme: 'argon2i', digest, preHash: 'none' }], 'none');
      expect(verdict).toMatchObject({ matches: true, upgrade: [{ scheme: 'argon2id-nfkc' }] });
    }
  });
});

describe('client-hashed passwords', () => {
  test('match by the hash as given and by the password itself, which adds the stronger digest', async () => {
    const stored = await hasher.hash(md5('hunter2'), 'md5', 'none');
    expect(stored).toMatchObject([{ scheme: 'argon2id-nfkc', preHash: 'md5' }]);
    expect(await hasher.verifyClientHash(md5('hunter2'), stored)).toEqual({ matches: true, upgrade: null });
    const { matches, upgrade } = await hasher.verify('hunter2', stored, 'none');
    expect(matches).toBe(true);
    expect(upgrade).toMatchObject([{ preHash: 'none' }, stored[0]]);
    expect(await hasher.verify('hunter2', upgrade ?? [], 'none')).toEqual({ matches: true, upgrade: null });
    expect(await hasher.verifyClientHash(md5('hunter2'), upgrade ?? [])).toEqual({ matches: true, upgrade: null });
    for (const wrong of ['hunter2', 'hunter3', md5('hunter3'), md5('hunter2').toUpperCase()]) {
      // not a key: a wrong password
      expect(await hasher.verifyClientHash(wrong, upgrade ?? [])).toEqual({ matches: false, upgrade: null });
    }
  });

  test('the hash is no password: whoever has it from elsewhere gets in nowhere but as a client', async () => {
    const sent = await hasher.hash(md5('hunter2'), 'md5', 'none');
    const typed = await hasher.hash('hunter2', 'none', 'md5');
    for (const stored of [sent, typed]) {
      expect(await hasher.verify(md5('hunter2'), stored, 'md5')).toEqual({ matches: false, upgrade: null });
    }
    expect(await hasher.verifyClientHash(md5('hunter2'), typed.slice(0, 1))).toMatchObject({ matches: false });
  });

  test('beside a digest of the password they are not looked at: a wrong one would cost twice as much as nobody', async () => {
    const [own] = await hasher.hash('hunter2', 'none', 'none');
    const [beside] = await hasher.hash(md5('hunter3'), 'md5', 'none');
    if (own === undefined || beside === undefined) throw new Error('a password made no digest');
    expect(await hasher.verify('hunter3', [own, beside], 'md5')).toEqual({ matches: false, upgrade: null });
    const unreadable = { ...own, digest: '' };
    expect((await hasher.verify('hunter3', [unreadable, beside], 'md5')).matches).toBe(true);
  });

  test('are kept beside a password in clear where the realm wants them, so that it opens both ways', async () => {
    const both = await hasher.hash('hunter2', 'none', 'md5');
    expect(both).toMatchObject([{ preHash: 'none' }, { preHash: 'md5' }]);
    expect(await hasher.verify('hunter2', both, 'md5')).toEqual({ matches: true, upgrade: null });
    expect(await hasher.verifyClientHash(md5('hunter2'), both)).toEqual({ matches: true, upgrade: null });
    const alone = await hasher.hash('hunter2', 'none', 'none');
    expect(await hasher.verifyClientHash(md5('hunter2'), alone)).toEqual({ matches: false, upgrade: null });
    expect((await hasher.verify('hunter3', alone, 'md5')).upgrade).toBe(null);
    const { upgrade } = await hasher.verify('hunter2', alone, 'md5');
    expect(upgrade).toMatchObject([alone[0], { scheme: 'argon2id-nfkc', preHash: 'md5' }]);
    expect((await hasher.verifyClientHash(md5('hunter2'), upgrade ?? [])).matches).toBe(true);
    const sent = await hasher.hash(md5('hunter2'), 'md5', 'md5');
    expect(sent).toHaveLength(1);
  });

  test('a weak digest of a client hash is made current and keeps its mark', async () => {
    const plain = 'hunter2';
    const { hash } = await import('@node-rs/bcrypt');
    const stored = { scheme: 'bcrypt', digest: await hash(md5(plain), 4), preHash: 'md5' } as const;
    const byHash = await hasher.verifyClientHash(md5(plain), [stored]);
    expect(byHash).toMatchObject({ matches: true, upgrade: [{ scheme: 'argon2id-nfkc', preHash: 'md5' }] });
    const byPassword = await hasher.verify(plain, [stored], 'none');
    expect(byPassword.upgrade).toMatchObject([{ preHash: 'none' }, { scheme: 'argon2id-nfkc', preHash: 'md5' }]);
    expect((await hasher.verifyClientHash(md5(plain), byPassword.upgrade ?? [])).matches).toBe(true);
  });

  test('what is no MD5 is refused rather than stored', async () => {
    const issue = { path: 'password', reason: 'format', limit: null };
    expect(await refusalOf(() => hasher.hash('hunter2', 'md5', 'none'))).toEqual({ code: 'invalid', issues: [issue] });
  });
});

describe('accept', () => {
  test('takes a digest it could check, unrun', () => {
    expect(hasher.accept('bcrypt', bcrypt.digest)).toEqual(bcrypt);
  });

  test.each([
    ['unknown', 'x', 'unknown-scheme'],
    ['constructor', 'x', 'unknown-scheme'],
    ['BCRYPT', bcrypt.digest, 'unknown-scheme'],
    [
      'argon2id-nfkc',
      '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
      'unknown-scheme',
    ],
    ['bcrypt', 'password', 'malformed'],
    ['bcrypt', '$2b$16$abcdefghijklmnopqrstuughE8Ev8uGFaUgY2cNEySvxngrb/Jzdm', 'too-costly'],
  ])('refuses %s %s: %s', async (scheme, digest, reason) => {
    expect(await refusalOf(() => hasher.accept(scheme, digest))).toEqual({ code: 'digest-unsupported', reason });
  });
});

describe('the pool', () => {
  test('refuses at once what does not fit its queue, and serves the rest', async () => {
    const small = openHasher({ concurrency: 1, queueMax: 2 });
    const accepted = [small.decoy('a'), small.verify('b', [], 'none'), small.hash('c', 'none', 'none')];
    expect(small.waiting()).toBe(2);
    const full = { code: 'too-many-attempts', retryAfterMs: 1000 };
    expect(await refusalOf(() => small.decoy('d'))).toEqual(full);
    expect(await refusalOf(() => small.verify('d', [bcrypt], 'none'))).toEqual(full);
    expect(await refusalOf(() => small.hash('d', 'none', 'none'))).toEqual(full);
    await Promise.all(accepted);
    expect(small.waiting()).toBe(0);
    await small.decoy('e');
  });

  test('leaves the event loop free', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 2);
    await Promise.all([1, 2, 3, 4].map(() => hasher.hash('password', 'none', 'none')));
    await hasher.verify('password', [bcrypt], 'none');
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(5);
  });
});

test('a decoy, no digest at all, an old digest and an endless password cost about what a check costs', async () => {
  const stored = await hasher.hash('password', 'none', 'none');
  const endless = 'x'.repeat(1_000_000);
  const works = [
    () => hasher.verify('wrong', stored, 'none'),
    () => hasher.decoy('wrong'),
    () => hasher.verify('wrong', [], 'none'),
    () => hasher.verify('wrong', [bcrypt], 'none'),
    () => hasher.decoy(endless),
    () => hasher.verify(endless, stored, 'none'),
  ];
  const best = works.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < 6; round++) {
    for (const [index, work] of works.entries()) {
      const start = performance.now();
      await work();
      best[index] = Math.min(best[index] ?? 0, performance.now() - start);
    }
  }
  const [real = 0, ...others] = best;
  for (const time of others) {
    expect(time / real).toBeGreaterThan(0.33);
    expect(time / real).toBeLessThan(3);
  }
});
