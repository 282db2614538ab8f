// Unblocking users, and resetting their secrets for time-based codes.

import { describe, expect, test } from 'vitest';
import { usePlace } from './harness.ts';
import { blocked, giveTotp, gone, newClock, newcomer, password, recordOf, toldOf } from './login-scene.ts';

const clock = newClock();
const place = usePlace({ clock: () => clock.now });
const unknown = 'No permissions to referred object or it does not exist!';

async function fail(username: string, count: number) {
  const params = { username, password: 'wrong' };
  for (let index = 0; index < count; index++) await place.refuse('user.login', params, -32500, blocked, null);
}

/** Somebody who has failed so often. */
async function clumsy(count: number) {
  const username = place.fresh('clumsy');
  const userid = await newcomer(place, username);
  await fail(username, count);
  return { userid, username };
}

describe('user.unblock', () => {
  test('lets somebody in at once, and is told in the history', async () => {
    const { userid, username } = await clumsy(5);
    await place.refuse('user.login', { username, password }, -32500, blocked, null);
    expect(await place.ask('user.unblock', [userid])).toEqual({ userids: [userid] });
    const { activity } = await recordOf(place, userid);
    expect(activity).toMatchObject({ failedAttempts: 0, failedAt: clock.now, failedFrom: '127.0.0.1' });
    expect((await toldOf(place, userid)).at(-1)).toMatchObject({
      ...{ type: 'user.updated', actor: { kind: 'user' } },
      diff: [{ path: 'activity.failedAttempts', before: 5, after: 0 }],
    });
    await place.login(username, password);
  });

  test('lifts a lock, too', async () => {
    const { userid, username } = await clumsy(5);
    for (let count = 0; count < 5; count++) {
      clock.now += 30_000;
      await fail(username, 1);
    }
    clock.now += 30_000;
    await place.refuse('user.login', { username, password }, -32500, blocked, null);
    expect((await recordOf(place, userid)).lockedAt).not.toBeNull();
    await place.ask('user.unblock', [userid]);
    expect((await recordOf(place, userid)).lockedAt).toBeNull();
    await place.login(username, password);
  });

  test('leaves whoever is not blocked as they are, and tells nothing', async () => {
    const { userid } = await clumsy(0);
    const before = await recordOf(place, userid);
    expect(await place.ask('user.unblock', [Number(userid), '001'])).toEqual({ userids: [userid, '1'] });
    expect(await recordOf(place, userid)).toEqual(before);
    expect(await toldOf(place, userid)).toEqual([]);
  });

  test('unblocks all or none', async () => {
    const { userid, username } = await clumsy(5);
    for (const other of ['99999', '0', '9223372036854775807']) {
      await place.refuse('user.unblock', [userid, other], -32500, unknown);
    }
    expect((await recordOf(place, userid)).activity.failedAttempts).toBe(5);
    await place.refuse('user.login', { username, password }, -32500, blocked, null);
  });

  test('works for the administrator, who is never locked', async () => {
    await fail('Admin', 5);
    await place.ask('user.unblock', ['1']);
    expect((await recordOf(place, '1')).activity.failedAttempts).toBe(0);
  });
});

describe('user.resettotp', () => {
  test('drops the secrets, ends the sessions, and lets in by password alone', async () => {
    const { userid, username } = await clumsy(0);
    const session = await place.login(username, password);
    await giveTotp(place, username);
    expect(await place.ask('user.resetTotp', [userid])).toEqual({ userids: [userid] });
    expect((await recordOf(place, userid)).credentials.totp).toBeNull();
    await place.refuse('user.logout', [], -32602, gone, session);
    expect(await place.ask('user.logout', [], await place.login(username, password))).toBe(true);
  });

  test('ends no session of whoever had none, nor of the caller', async () => {
    const { userid, username } = await clumsy(0);
    const session = await place.login(username, password);
    const caller = place.fresh('caller');
    const callerid = await newcomer(place, caller, { roleid: '3' });
    const [own, second] = [await place.login(caller, password), await place.login(caller, password)];
    await giveTotp(place, caller);
    const userids = [userid, callerid, '99999', '9223372036854775807'];
    expect(await place.ask('user.resettotp', userids, own)).toEqual({ userids });
    expect((await recordOf(place, callerid)).credentials.totp).toBeNull();
    expect(await toldOf(place, userid)).not.toContainEqual(expect.objectContaining({ type: 'user.updated' }));
    for (const one of [session, own, second]) expect(await place.ask('user.logout', [], one)).toBe(true);
  });
});

describe.each(['user.unblock', 'user.resettotp', 'user.delete'])('%s', (method) => {
  test.each<[unknown, string]>([
    [[], 'Invalid parameter "/": cannot be empty.'],
    [{}, 'Invalid parameter "/": cannot be empty.'],
    [{ userids: ['1'] }, 'Invalid parameter "/1": a number is expected.'],
    [[''], 'Invalid parameter "/1": a number is expected.'],
    [['3', 'abc'], 'Invalid parameter "/2": a number is expected.'],
    [['1.1'], 'Invalid parameter "/1": a number is expected.'],
    [[null], 'Invalid parameter "/1": a number is expected.'],
    [['9223372036854775808'], 'Invalid parameter "/1": a number is too large.'],
    [['79', '079'], 'Invalid parameter "/2": value (79) already exists.'],
  ])('refuses %j', async (params, data) => {
    await place.refuse(method, params, -32602, data);
  });

  test.each(['1', '2'])('is not for role %s', async (roleid) => {
    const [username, other] = [place.fresh('small'), place.fresh('other')];
    await newcomer(place, username, { roleid });
    const userid = await newcomer(place, other);
    const session = await place.login(username, password);
    const before = await recordOf(place, userid);
    await place.refuse(method, [userid], -32500, `No permissions to call "${method}".`, session);
    await place.refuse(method, [], -32500, `No permissions to call "${method}".`, session);
    await place.refuse(method, [userid], -32602, 'Not authorized.', null);
    expect(await recordOf(place, userid)).toEqual(before);
  });
});
