// Tests of second factors: enrolling, showing, replacing and losing them; each code is good once.

import { hashSync } from '@node-rs/bcrypt';
import { describe, expect, test } from 'vitest';
import { createBackupCodes } from '../../src/core/commands/create-backup-codes.ts';
import { set } from '../../src/core/model/patch.ts';
import { noSecrets, type Totp, type User } from '../../src/core/model/user.ts';
import {
  byId,
  codeOf,
  first,
  none,
  openWith,
  read,
  refused,
  second,
  secretsOf,
  show,
  update,
  used,
  wrong,
  wrongCode,
} from './factors.ts';
import { everything, expectRefused, forgiven, historyOf, type World } from './world.ts';

const drop = (what: 'all' | 'totp' | 'backup-codes') => ({ secondFactors: { op: 'remove', what } }) as const;

describe('a code of an authenticator', () => {
  test('is good once, a step early or late too, and never before one that was taken', async () => {
    const { world, ada } = await openWith({ totp: set(first) });
    for (const steps of [-2, 2]) expect(await refused(world, ada, codeOf(world, first, steps))).toEqual(wrong);
    expect(await show(world, ada, codeOf(world, first, -1))).toBe('totp');
    expect(await refused(world, ada, codeOf(world, first, -1))).toEqual(used);
    expect(await show(world, ada, codeOf(world, first, 1))).toBe('totp');
    for (const steps of [-1, 0, 1]) expect(await refused(world, ada, codeOf(world, first, steps))).toEqual(used);
    world.clock.now += 60_000;
    expect(await show(world, ada, codeOf(world, first))).toBe('totp');
  });

  test('a right one changes nothing that can be seen; a wrong one is a failed attempt, a used one is none', async () => {
    const { world, ada } = await openWith({ totp: set(first) });
    const before = await everything(world);
    const code = codeOf(world, first);
    await show(world, ada, code);
    expect(await everything(world)).toEqual(before);
    await refused(world, ada, code);
    await refused(world, ada, wrongCode(world, first));
    expect((await read(world, ada)).activity.failedAttempts).toBe(1);
    const failedAt = world.clock.now;
    world.clock.now += 30_000;
    await show(world, ada, codeOf(world, first));
    expect(await everything(world)).toEqual(forgiven(before, ada.id, failedAt));
  });

  test('of eight digits, every minute, with another hash', async () => {
    const odd: Totp = { ...first, algorithm: 'SHA512', digits: 8, periodSeconds: 60 };
    const { world, ada } = await openWith({ totp: set(odd) });
    expect(await refused(world, ada, codeOf(world, first))).toEqual(wrong);
    expect(await show(world, ada, codeOf(world, odd))).toBe('totp');
    expect(await refused(world, ada, codeOf(world, odd))).toEqual(used);
  });

  test('of a secret that was replaced is none; the new one begins with any step', async () => {
    const { world, ada } = await openWith({ totp: set(first) });
    await show(world, ada, codeOf(world, first, 1));
    await update(world, ada, { totp: set(second) });
    for (const steps of [-1, 0, 1]) expect(await refused(world, ada, codeOf(world, first, steps))).toEqual(wrong);
    expect(await show(world, ada, codeOf(world, second, -1))).toBe('totp');
    expect(await show(world, ada, codeOf(world, second))).toBe('totp');
    expect((await secretsOf(world, ada)).totp).toEqual(second);
  });

  test('is none once the secret is removed, which is gone from the vault', async () => {
    for (const what of ['totp', 'all'] as const) {
      const { world, ada } = await openWith({ totp: set(first), backupCodes: set(['abcde-12345']) });
      await show(world, ada, codeOf(world, first));
      const { after } = await update(world, ada, drop(what));
      expect(after.credentials.totp).toBe(null);
      const { totp, backupCodes } = await secretsOf(world, ada);
      expect(totp).toBe(null);
      expect(backupCodes).toHaveLength(what === 'all' ? 0 : 1);
      expect(await refused(world, ada, codeOf(world, first, 1))).toEqual(what === 'all' ? none : wrong);
      await update(world, ada, { totp: set(first) });
      expect(await show(world, ada, codeOf(world, first))).toBe('totp');
    }
  });

  test.each(['', ' ', '12345', '1234567', '１２３４５６', '\0', '\ud800', '9'.repeat(10_000)])(
    'that is none (%j) is a wrong one',
    async (code) => {
      const { world, ada } = await openWith({ totp: set(first), backupCodes: set(['abcde-12345']) });
      expect(await refused(world, ada, code)).toEqual(wrong);
    },
  );
});

describe('backup codes', () => {
  const create = (world: World, one: User) => createBackupCodes(world.context, byId(one), { system: false });

  test('are ten, each good once, however they are typed; the history tells how many are left', async () => {
    const { world, ada } = await openWith({});
    const codes = await create(world, ada);
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{5}$/);
    const spellings = [
      (code: string) => code,
      (code: string) => code.toUpperCase(),
      (code: string) => code.replace('-', ''),
      (code: string) => ` ${code.replace('-', ' - ')}`,
    ];
    for (const [index, code] of codes.entries()) {
      expect(await show(world, ada, spellings[index % 4]?.(code) ?? '')).toBe('backup-code');
      expect((await read(world, ada)).credentials.backupCodes?.remaining).toBe(9 - index);
      expect((await secretsOf(world, ada)).backupCodes).toHaveLength(9 - index);
      expect(await refused(world, ada, code)).toEqual(wrong);
      world.clock.now += 3_600_000;
    }
    const seen = JSON.stringify(await everything(world));
    for (const code of codes) for (const text of [code, code.replace('-', '')]) expect(seen).not.toContain(text);
    const diffs = (await historyOf(world, ada.id)).slice(2).map(({ diff }) => diff);
    expect(diffs.at(-1)).toEqual([{ path: 'credentials.backupCodes.remaining', before: 1, after: 0 }]);
  });

  test('that are all used still ask for a code: nobody gets in without', async () => {
    const { world, ada } = await openWith({ backupCodes: set(['only-one']) });
    await show(world, ada, 'only-one');
    const { credentials } = await read(world, ada);
    expect(credentials).toMatchObject({ backupCodes: { remaining: 0 }, mfaDisabledAt: null });
    expect(await refused(world, ada, 'only-one')).toEqual(wrong);
  });

  test('take the place of all before, and leave the authenticator alone', async () => {
    const { world, ada } = await openWith({ totp: set(first), backupCodes: set(['old-one', 'old-two']) });
    const codes = await create(world, ada);
    expect(await refused(world, ada, 'old-one')).toEqual(wrong);
    expect(await show(world, ada, codes[3] ?? '')).toBe('backup-code');
    expect(await show(world, ada, codeOf(world, first))).toBe('totp');
    await update(world, ada, drop('backup-codes'));
    expect(await refused(world, ada, codes[4] ?? '')).toEqual(wrong);
    expect(await secretsOf(world, ada)).toEqual({ ...noSecrets, totp: first });
  });

  test('from elsewhere: in clear, as bcrypt, and of six digits beside an authenticator', async () => {
    const { world, ada } = await openWith({
      totp: set(first),
      backupCodes: set(['Plain-Code', hashSync('shown-Once', 4), hashSync('bare1234', 4), '482910']),
    });
    expect((await read(world, ada)).credentials.backupCodes?.remaining).toBe(4);
    for (const code of ['plaincode', 'shown-Once', 'BARE-1234', '482910']) {
      expect(await show(world, ada, code)).toBe('backup-code');
      expect(await refused(world, ada, code)).toEqual(wrong);
    }
    expect((await read(world, ada)).credentials.backupCodes?.remaining).toBe(0);
  });

  test('too many, or what is none, are refused and nothing changes', async () => {
    const { world, ada } = await openWith({});
    const make = (codes: readonly string[]) => () => update(world, ada, { backupCodes: set(codes) });
    const many = Array.from({ length: 21 }, (_, index) => `code-${index}`);
    const fault = (reason: string, limit: number | null) => ({
      code: 'invalid',
      issues: [{ path: 'backupCodes', reason, limit }],
    });
    await expectRefused(world, make(many), fault('count-max', 20));
    await expectRefused(world, make(['fine', ' - ']), fault('format', null));
    await expectRefused(world, make(['$2b$04$short']), fault('format', null));
    await make(many.slice(1))();
    expect((await read(world, ada)).credentials.backupCodes?.remaining).toBe(20);
  });

  test('survive a change that another made meanwhile, and so does that', async () => {
    const { world, ada } = await openWith({});
    const [code = ''] = await create(world, ada);
    const names = Array.from({ length: 20 }, (_, index) => update(world, ada, { firstName: set(`Ada ${index}`) }));
    expect(await show(world, ada, code)).toBe('backup-code');
    await Promise.all(names);
    expect(await read(world, ada)).toMatchObject({
      firstName: 'Ada 19',
      rev: 23,
      credentials: { backupCodes: { remaining: 9 } },
    });
  });
});

describe('the secrets', () => {
  test('are nowhere to be read', async () => {
    const { world, ada } = await openWith({ totp: set(first), backupCodes: set(['canary-code']) });
    await update(world, ada, { totp: set(second), firstName: set('Ada') });
    const seen = JSON.stringify(await everything(world));
    for (const text of [first.secret, second.secret, 'canary']) expect(seen).not.toContain(text);
    const paths = (await historyOf(world, ada.id)).flatMap(({ diff }) => diff.map(({ path }) => path));
    expect(paths).toContain('secrets.totp');
  });

  test('a secret or codes that are no good are refused, and nothing changes', async () => {
    const { world, ada } = await openWith({ totp: set(first) });
    const fault = { code: 'invalid', issues: [{ path: 'totp', reason: 'format', limit: null }] };
    for (const totp of [
      { ...second, secret: 'no base32!' },
      { ...second, digits: 7 },
      { ...second, periodSeconds: 1 },
    ]) {
      await expectRefused(world, () => update(world, ada, { totp: set(totp) }), fault);
    }
    expect(await show(world, ada, codeOf(world, first))).toBe('totp');
  });
});
