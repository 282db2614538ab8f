import { describe, expect, test, vi } from 'vitest';
import { challengeFactor } from '../../src/core/commands/challenge-factor.ts';
import { sendEmailChange } from '../../src/core/commands/change-email.ts';
import { enrolTotp } from '../../src/core/commands/enrol-totp.ts';
import { getTicket } from '../../src/core/commands/find-ticket.ts';
import { asSession } from '../../src/core/commands/finish-sign-in.ts';
import { set } from '../../src/core/model/patch.ts';
import { defaultPolicy, type Policy } from '../../src/core/model/realm.ts';
import { byId, codeOf, first, read, wrongCode } from './factors.ts';
import { engines, openProcesses, tally, wordOf } from './processes.ts';
import {
  byCode,
  byPassword,
  magicCode,
  newest,
  otherThan,
  person,
  place,
  resetToken,
  sendVerification,
  stepOf,
  visit,
} from './visitors.ts';
import { allSessions, historyOf, type World } from './world.ts';

const address = 'ada@example.com';
const progress = { ...visit, method: 'password', secondFactor: false };

/** The commands that race, as one process has them, so that neither process waits its turn behind the other. */
async function loadCommands() {
  vi.resetModules();
  const [{ confirmEmail }, { signInByMagicCode }, { resetPassword }, { verifyChallenge }, { redeemAuthorization }] =
    await Promise.all([
      import('../../src/core/commands/confirm-email.ts'),
      import('../../src/core/commands/sign-in-by-magic-code.ts'),
      import('../../src/core/commands/reset-password.ts'),
      import('../../src/core/commands/verify-challenge.ts'),
      import('../../src/core/commands/authorize-client.ts'),
    ]);
  const [{ confirmEmailChange }, { resumeWithSecondFactor }, { refreshSession }, { pollDevice, answerDevice }] =
    await Promise.all([
      import('../../src/core/commands/change-email.ts'),
      import('../../src/core/commands/resume-sign-in.ts'),
      import('../../src/core/commands/refresh-session.ts'),
      import('../../src/core/commands/authorize-device.ts'),
    ]);
  const [{ settleAuthorization }, { signInByPassword }, { createDeviceCodes }] = await Promise.all([
    import('../../src/core/commands/authorize-client.ts'),
    import('../../src/core/commands/sign-in-by-password.ts'),
    import('../../src/core/commands/authorize-device.ts'),
  ]);
  return {
    ...{ confirmEmail, confirmEmailChange, signInByMagicCode, resetPassword, verifyChallenge, redeemAuthorization },
    ...{ resumeWithSecondFactor, refreshSession, pollDevice, answerDevice, createDeviceCodes },
    ...{ settleAuthorization, signInByPassword },
  };
}

type Racer = { readonly world: World; readonly commands: Awaited<ReturnType<typeof loadCommands>> };

/** Codes that were spent count as failed attempts too: here so many do not lock. */
const patient = { lockout: { ...defaultPolicy.lockout, attemptsMax: 1000 } };

async function openRacers(engine: (typeof engines)[number], policy: Partial<Policy> = patient) {
  const [one, other] = await openProcesses(engine, policy);
  const racers: readonly [Racer, Racer] = [
    { world: one.world, commands: await loadCommands() },
    { world: other.world, commands: await loadCommands() },
  ];
  return { world: one.world, racers };
}

/** What came of the work at the same moment, `count` times, by both in turn. */
async function race(
  racers: readonly [Racer, Racer],
  work: (racer: Racer, index: number) => Promise<unknown>,
  count = 20,
): Promise<Readonly<Record<string, number>>> {
  const all = Array.from({ length: count }, (_, index) => wordOf(work(racers[index % 2 === 0 ? 0 : 1], index)));
  return tally(await Promise.all(all));
}

describe.each(engines)('$name', (engine) => {
  const alike = { done: 1, 'code-rejected used': 19 };

  test('a code that proves an address is spent once by 20', async () => {
    const { world, racers } = await openRacers(engine);
    const ada = await person(world, address, false);
    const code = await sendVerification(world, ada);
    const words = await race(racers, ({ world, commands }) => commands.confirmEmail(world.context, byId(ada), code));
    expect(words.done).toBe(1);
    expect((words['code-rejected used'] ?? 0) + (words['not-eligible'] ?? 0)).toBe(19);
    expect((await historyOf(world, ada.id)).filter(({ type }) => type === 'user.updated')).toHaveLength(1);
  });

  test('a code to a new address is spent once by 20', async () => {
    const { world, racers } = await openRacers(engine);
    const ada = await person(world, address);
    await sendEmailChange(world.context, byId(ada), 'new@example.com');
    const { id } = await newest(world, 'email-change', ada.id);
    const { secret } = await getTicket(world.context, 'email-change', id);
    const words = await race(racers, ({ world, commands }) =>
      commands.confirmEmailChange(world.context, byId(ada), secret),
    );
    expect(words).toEqual(alike);
    expect((await read(world, ada)).emails).toMatchObject([{ address: 'new@example.com' }]);
  });

  test('a code to sign in with gives one of 20 a session', async () => {
    const { world, racers } = await openRacers(engine);
    await person(world, address);
    const code = await magicCode(world, address);
    const words = await race(racers, ({ world, commands }) =>
      commands.signInByMagicCode(world.context, { email: address, code }, visit, asSession),
    );
    expect(words).toEqual(alike);
    expect(await allSessions(world)).toHaveLength(1);
  });

  test('a link for a new password sets one of 20', async () => {
    const { world, racers } = await openRacers(engine);
    await person(world, address);
    const token = await resetToken(world, address);
    const words = await race(racers, ({ world, commands }, index) =>
      commands.resetPassword(world.context, token, `a new long phrase ${index}`),
    );
    expect(words).toEqual(alike);
    const tries = await Promise.all(
      Array.from({ length: 20 }, (_, index) => wordOf(byPassword(world, address, `a new long phrase ${index}`))),
    );
    expect(tries.filter((word) => word === 'done').length).toBeLessThanOrEqual(1);
  });

  test('a code for a client and that of a device give one of 20 a session', async () => {
    const { world, racers } = await openRacers(engine);
    const ada = await person(world, address);
    const [{ commands }] = racers;
    const { code } = await commands.signInByPassword(
      world.context,
      { email: address, password: 'correct horse' },
      visit,
      (context, finished) =>
        commands.settleAuthorization(context, finished, { redirectUri: 'https://example.com/', challenge: null }),
    );
    const wish = { code, verifier: null, clientId: 'client', invitation: null };
    expect(await race(racers, ({ world, commands }) => commands.redeemAuthorization(world.context, wish))).toEqual(
      alike,
    );
    expect(await allSessions(world)).toHaveLength(1);
    const { deviceCode, userCode } = await commands.createDeviceCodes(world.context, 'client');
    await commands.answerDevice(world.context, userCode, ada, progress);
    await race(racers, ({ world, commands }) => commands.pollDevice(world.context, { deviceCode, clientId: 'client' }));
    expect(await allSessions(world)).toHaveLength(2);
  });

  test('a challenge to an app is met once, though two codes are right', async () => {
    const { world, racers } = await openRacers(engine);
    const ada = await person(world, address, true, { totp: set(first) });
    const { id } = await challengeFactor(world.context, ada.id);
    const codes = [codeOf(world, first, -1), codeOf(world, first), codeOf(world, first, 1)];
    const valid: boolean[] = [];
    const words = await race(
      racers,
      async ({ world, commands }, index) => {
        valid.push((await commands.verifyChallenge(world.context, id, codes[index % 3] ?? '')).valid);
      },
      9,
    );
    expect(valid.filter(Boolean)).toHaveLength(1);
    expect(Object.keys(words).filter((word) => word !== 'done' && word !== 'code-rejected used')).toEqual([]);
  });

  test('an app that waits comes into force once', async () => {
    const { world, racers } = await openRacers(engine);
    const ada = await person(world, address);
    const { secret } = await enrolTotp(world.context, byId(ada), { system: false, issuer: 'x' });
    const { id } = await challengeFactor(world.context, ada.id);
    const code = codeOf(world, { ...first, secret });
    const valid: boolean[] = [];
    await race(
      racers,
      async ({ world, commands }) => {
        valid.push((await commands.verifyChallenge(world.context, id, code)).valid);
      },
      10,
    );
    expect(valid.filter(Boolean)).toHaveLength(1);
    const told = (await historyOf(world, ada.id)).map(({ type }) => type);
    expect(told.filter((type) => type === 'user.updated')).toHaveLength(1);
    expect(told.filter((type) => type === 'sign-in.succeeded')).toHaveLength(1);
  });

  test('a second factor lets one of 20 go on', async () => {
    const { world, racers } = await openRacers(engine);
    await person(world, address, true, { totp: set(first) });
    const { token } = await stepOf(() => byPassword(world, address));
    const code = codeOf(world, first);
    const words = await race(racers, ({ world, commands }) =>
      commands.resumeWithSecondFactor(world.context, token, code, null, place, asSession),
    );
    expect(words.done).toBe(1);
    expect(await allSessions(world)).toHaveLength(1);
  });

  test('a refresh token gives 20 one new token at most, and the session is over', async () => {
    const { world, racers } = await openRacers(engine);
    await person(world, address);
    const { refreshToken } = await byPassword(world, address);
    const given: string[] = [];
    const wish = { token: refreshToken, organizationId: null, clientId: 'client' };
    const words = await race(racers, async ({ world, commands }) => {
      given.push((await commands.refreshSession(world.context, wish)).refreshToken);
    });
    expect(words).toEqual({ done: 1, 'session-gone': 19 });
    expect(await allSessions(world)).toMatchObject([{ status: 'revoked' }]);
    const [next = ''] = given;
    const { refreshSession } = racers[0].commands;
    expect(await wordOf(refreshSession(world.context, { ...wish, token: next }))).toBe('session-gone');
  });

  test('wrong guesses from both count: ten, then the code is no good, and the user is locked', async () => {
    const { world, racers } = await openRacers(engine, {});
    const ada = await person(world, address);
    const code = await magicCode(world, address);
    const words = await race(racers, ({ world, commands }) =>
      commands.signInByMagicCode(world.context, { email: address, code: otherThan(code) }, visit, asSession),
    );
    expect(words['code-rejected wrong']).toBeGreaterThanOrEqual(10);
    expect(words['code-rejected wrong']).toBeLessThanOrEqual(11);
    expect(words.done).toBe(undefined);
    expect((await read(world, ada)).lockedAt).not.toBe(null);
    expect((await newest(world, 'magic-code', ada.id)).attempts).toBe(words['code-rejected wrong']);
    expect(await wordOf(byCode(world, address, code))).toMatch(/account-inactive|too-many/);
  });

  test('wrong codes for a challenge count, from both', async () => {
    const { world, racers } = await openRacers(engine);
    const ada = await person(world, address, true, { totp: set(first) });
    const { id } = await challengeFactor(world.context, ada.id);
    const code = wrongCode(world, first);
    const words = await race(racers, ({ world, commands }) => commands.verifyChallenge(world.context, id, code));
    const { attempts } = await newest(world, 'second-factor', ada.id);
    expect(words['code-rejected too-many']).toBeGreaterThanOrEqual(8);
    expect(attempts).toBeGreaterThanOrEqual(10);
    expect(attempts).toBeLessThanOrEqual(11);
    expect((await read(world, ada)).activity.failedAttempts).toBeGreaterThanOrEqual(10);
    const right = racers[1].commands.verifyChallenge(world.context, id, codeOf(world, first));
    expect(await wordOf(right)).toBe('code-rejected too-many');
  });
});
