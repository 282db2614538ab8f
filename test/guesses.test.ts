// Guesses at the same moment, in one process and in two, and how long they take: nobody gets more tries, or learns more, than allowed.

import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createBackupCodes } from '../src/core/commands/create-backup-codes.ts';
import { enrolTotp } from '../src/core/commands/enrol-totp.ts';
import { signIn } from '../src/core/commands/sign-in.ts';
import { set } from '../src/core/model/patch.ts';
import { defaultPolicy } from '../src/core/model/realm.ts';
import type { User } from '../src/core/model/user.ts';
import { openHasher } from '../src/credentials/hasher.ts';
import { engines, openProcesses, type Process, tally, wordOf } from './commands/processes.ts';
import { add, everything, historyOf, openWorld, refusalsOf } from './commands/world.ts';
import { codeAt, totpOf } from './time-codes.ts';

const facts = { ipAddress: null, userAgent: null, organizationId: null };
const plain = (text: string) => ({ op: 'set', plain: text, checks: 'skip', preHash: 'none' }) as const;
const lockout = (attemptsMax: number) => ({ lockout: { ...defaultPolicy.lockout, attemptsMax } });
const byId = ({ id }: User) => ({ by: 'id', id }) as const;

const verify = ({ world, commands }: Process, user: User, password: string) =>
  wordOf(commands.verifyPassword(world.context, byId(user), password));
const show = ({ world, commands }: Process, user: User, code: string) =>
  wordOf(commands.verifySecondFactor(world.context, byId(user), code, { system: false }));
const enter = ({ world, commands }: Process, identifier: string, password: string, code: string | null = null) =>
  wordOf(commands.signIn(world.context, { identifier, password, code }, facts, { system: false }));

/** The work `count` times at once, by the processes in turn. */
function together(
  processes: readonly Process[],
  count: number,
  work: (process: Process, index: number) => Promise<string>,
): Promise<string[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const process = processes[index % processes.length];
      if (process === undefined) throw new Error('there is no process');
      return await work(process, index);
    }),
  );
}

async function stored({ world }: Process, user: User): Promise<User> {
  const found = await world.ports.store.loadUser('default', byId(user));
  if (found === null) throw new Error('the user is gone');
  return found.user;
}

describe.each(engines)('$name', (engine) => {
  describe.each([1, 2])('from %d process(es)', (count) => {
    const open = async (attemptsMax: number) => {
      const both = await openProcesses(engine, lockout(attemptsMax));
      const [one] = both;
      const ada = await add(one.world, { username: set('adalove'), password: plain('correct horse') });
      return { processes: both.slice(0, count), one, other: both[count - 1] ?? one, ada };
    };

    test('100 wrong passwords at once are 100 failed attempts', async () => {
      const { processes, one, ada } = await open(1000);
      const words = await together(processes, 100, (process) => verify(process, ada, 'wrong'));
      expect(tally(words)).toEqual({ 'wrong-credentials': 100 });
      const { now } = one.world.clock;
      const counted = { failedAttempts: 100, failedUntil: now + 3_600_000, failedAt: now };
      expect(await stored(one, ada)).toEqual({ ...ada, activity: { ...ada.activity, ...counted } });
      expect(one.world.work.verified).toBe(100);
    });

    test('no more guesses than allowed are tried, then the user is locked once, and not even the right one helps', async () => {
      const { processes, one, other, ada } = await open(10);
      const words = await together(processes, 100, (process) => verify(process, ada, 'wrong'));
      const { 'wrong-credentials': wrong = 0, ...rest } = tally(words);
      expect(wrong).toBeGreaterThanOrEqual(10);
      // Every further process may be in the middle of one.
      expect(wrong).toBeLessThanOrEqual(10 + count - 1);
      expect(rest).toEqual({ 'account-inactive locked': 100 - wrong });
      expect(one.world.work.verified).toBe(wrong);
      expect(await verify(other, ada, 'correct horse')).toBe('account-inactive locked');
      expect(one.world.work.verified).toBe(wrong);
      expect(await enter(other, 'adalove', 'correct horse')).toBe('account-inactive locked');
      expect(await enter(other, 'adalove', 'wrong')).toBe('account-inactive locked');
      expect(one.world.work.verified).toBe(wrong);
      const locked = await stored(one, ada);
      expect(locked).toMatchObject({ rev: 2, lockedAt: one.world.clock.now, activity: { failedAttempts: wrong } });
      const history = await historyOf(one.world, ada.id);
      expect(history.map(({ type, actor }) => [type, actor.kind])).toEqual([
        ['user.created', 'secret-key'],
        ['user.updated', 'system'],
      ]);
    });

    test('of 20 who show one code of an authenticator one is let through, at sign-in too', async () => {
      const { processes, one, ada } = await open(1000);
      const totp = totpOf(1);
      const bo = await add(one.world, { username: set('bo_only'), password: plain('x'), totp: set(totp) });
      const code = codeAt(totp, one.world.clock.now);
      const words = await together(processes, 20, (process) => show(process, bo, code));
      expect(tally(words)).toEqual({ done: 1, 'code-rejected used': 19 });
      one.world.clock.now += 30_000;
      const next = codeAt(totp, one.world.clock.now);
      const entering = await together(processes, 20, (process) => enter(process, 'bo_only', 'x', next));
      expect(tally(entering)).toEqual({ done: 1, 'code-rejected used': 19 });
      const { sessions } = await everything(one.world);
      expect(sessions.map(({ userId, method }) => [userId, method])).toEqual([[bo.id, 'password+totp']]);
      expect(await show(one, ada, code)).toBe('no-credential');
    });

    test('of 20 who show one code to have a secret put in force one does', async () => {
      const { processes, one, ada } = await open(1000);
      const made = await enrolTotp(one.world.context, byId(ada), { system: false, issuer: 'Muster' });
      const totp = { secret: made.secret, algorithm: 'SHA1', digits: 6, periodSeconds: 30 } as const;
      const code = codeAt(totp, one.world.clock.now);
      const words = await together(processes, 20, ({ world, commands }) =>
        wordOf(commands.confirmTotp(world.context, byId(ada), code, { system: false })),
      );
      if (count === 1) expect(tally(words)).toEqual({ done: 1, 'no-credential': 19 });
      expect(words).toContain('done');
      expect(await show(one, ada, code)).toBe('code-rejected used');
    });

    test('of 20 who show one backup code one is let through, and none after them', async () => {
      const { processes, one, other, ada } = await open(1000);
      const [code = '', ...left] = await createBackupCodes(one.world.context, byId(ada), { system: false });
      const words = await together(processes, 20, (process) => show(process, ada, code));
      expect(tally(words)).toEqual({ done: 1, 'code-rejected wrong': 19 });
      expect(await show(other, ada, code)).toBe('code-rejected wrong');
      expect((await stored(one, ada)).credentials.backupCodes?.remaining).toBe(9);
      expect(await show(other, ada, left[0] ?? '')).toBe('done');
    });

    test('ten backup codes at once are all good; then none is left', async () => {
      const { processes, one, other, ada } = await open(1000);
      const codes = await createBackupCodes(one.world.context, byId(ada), { system: false });
      const words = await together(processes, 10, (process, index) => show(process, ada, codes[index] ?? ''));
      expect(tally(words)).toEqual({ done: 10 });
      expect((await stored(one, ada)).credentials.backupCodes?.remaining).toBe(0);
      const again = await together([other], 10, (process, index) => show(process, ada, codes[index] ?? ''));
      expect(tally(again)).toEqual({ 'code-rejected wrong': 10 });
      const steps = (await historyOf(one.world, ada.id)).flatMap(({ diff }) =>
        diff.filter(({ path }) => path === 'credentials.backupCodes.remaining').map(({ after }) => after),
      );
      expect(steps).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    });

    test('at sign-in no more guesses at one name are tried than allowed, whether or not anybody has it', async () => {
      const { processes, one } = await open(10);
      for (const [name, did] of [
        ['adalove', () => one.world.work.verified],
        ['nobody', () => one.world.work.decoys],
      ] as const) {
        const words = await together(processes, 60, (process) => enter(process, name, 'wrong'));
        const { 'wrong-credentials': wrong = 0, ...rest } = tally(words);
        expect(wrong).toBeGreaterThanOrEqual(10);
        expect(wrong).toBeLessThanOrEqual(10 + count - 1);
        // A key is told of the lock by whichever process meets it before the limit.
        const { 'too-many-attempts': limited = 0, 'account-inactive locked': locked = 0, ...others } = rest;
        expect([limited + locked, others]).toEqual([60 - wrong, {}]);
        expect(locked).toBeLessThan(count);
        expect(did()).toBe(wrong);
      }
    });
  });

  test('a secret that is replaced while codes are shown leaves nobody with a code used twice', async () => {
    const processes = await openProcesses(engine, lockout(1000));
    const [one] = processes;
    const ada = await add(one.world, { username: set('adalove'), totp: set(totpOf(1)) });
    const code = codeAt(totpOf(1), one.world.clock.now);
    const words = await together(processes, 20, (process) => show(process, ada, code));
    expect(words.filter((word) => word === 'done')).toHaveLength(1);
    expect(await show(processes[1], ada, code)).toBe('code-rejected used');
  });
});

describe('time', () => {
  const median = (samples: readonly number[]) => samples.toSorted((a, b) => a - b)[samples.length >> 1] ?? 0;
  const password = 'correct horse battery';

  async function openCrowd() {
    const policy = { lockout: { ...defaultPolicy.lockout, attemptsMax: 100_000 } };
    const world = await openWorld(policy, { hasher: openHasher({ concurrency: 1, queueMax: 10 }) });
    await add(world, { username: set('with_password'), password: plain(password) });
    await add(world, { username: set('without_any') });
    const digest = createHash('md5').update(password).digest('hex');
    await add(world, { username: set('with_fast'), password: { op: 'set-digest', scheme: 'md5', digest } });
    return world;
  }

  /** The medians of so many wrong sign-ins each, in turn, in milliseconds. */
  async function measure(world: Awaited<ReturnType<typeof openCrowd>>, names: readonly string[], rounds: number) {
    const samples = new Map(names.map((name): [string, number[]] => [name, []]));
    for (let round = 0; round < rounds; round++) {
      for (const [identifier, times] of samples) {
        const claim = { identifier, password: `wrong ${round}`, code: null };
        const begun = performance.now();
        const refusals = await refusalsOf(() => signIn(world.context, claim, facts, { system: false }));
        times.push(performance.now() - begun);
        expect(refusals).toEqual([{ code: 'wrong-credentials' }]);
      }
    }
    return [...samples].map(([name, times]) => [name, median(times)] as const);
  }

  test('does not tell the unknown, those without a password, and those with any sort of digest apart', async () => {
    const world = await openCrowd();
    const names = ['nobody', 'without_any', 'with_password', 'with_fast'];
    // The first of all pay for what is loaded and compiled on the way.
    let medians = await measure(world, names, 5);
    for (let attempt = 0; attempt < 3; attempt++) {
      medians = await measure(world, names, 30);
      const times = medians.map(([, time]) => time);
      if (Math.max(...times) <= 1.35 * Math.min(...times)) return;
    }
    expect.fail(`medians in milliseconds: ${JSON.stringify(medians)}`);
  }, 120_000);
});
