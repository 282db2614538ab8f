// Deleting users: with all that is theirs, all of them or none, and never the last super administrator.

import { describe, expect, test } from 'vitest';
import { walkApiTokens } from '../../../src/core/commands/find-realm-objects.ts';
import { openPlace, type Place, usePlace } from './harness.ts';
import { changeGroup, contextOf, giveToken, gone, newcomer, password, recordOf } from './login-scene.ts';

const place = usePlace();
const unknown = 'No permissions to referred object or it does not exist!';
const last = 'At least one active user must exist with role "Super admin role".';
const isThere = async (at: Place, userid: string) => {
  const context = await contextOf(at);
  return (await context.ports.store.loadUser(context.realm.id, { by: 'serial', serial: Number(userid) })) !== null;
};

async function lone() {
  const at = await openPlace();
  return { at, close: () => at.app.close(100) };
}

describe('user.delete', () => {
  test('takes away several, with sessions and tokens, and frees their names, not their numbers', async () => {
    const names = [place.fresh('leaver'), place.fresh('leaver'), place.fresh('leaver')];
    const userids: string[] = [];
    for (const name of names) userids.push(await newcomer(place, name));
    const [first = '', second = '', third = ''] = userids;
    const session = await place.login(names[0] ?? '', password);
    const secret = 'a'.repeat(64);
    await giveToken(place, first, secret);
    const { id } = await recordOf(place, first);
    expect(await place.ask('user.delete', [second, Number(first)])).toEqual({ userids: [second, first] });
    expect(await Promise.all(userids.map((one) => isThere(place, one)))).toEqual([false, false, true]);
    await place.refuse('user.logout', [], -32602, gone, session);
    await place.refuse('user.logout', [], -32602, 'Not authorized.', secret);
    const tokens = await Array.fromAsync(walkApiTokens(await contextOf(place), null));
    expect(tokens).toEqual([]);
    const all = { direction: 'descending', beyond: null, types: null, from: null, to: null, limit: 3 } as const;
    const told = await place.app.ports.store.readChanges('default', all);
    expect(told.map(({ type }) => type).sort()).toEqual(['api-token.deleted', 'user.deleted', 'user.deleted']);
    expect(told.map(({ userId }) => userId)).toContain(id);
    const again = await newcomer(place, names[0] ?? '');
    expect(Number(again)).toBeGreaterThan(Number(third));
  });

  test('tokens that they made for others live on', async () => {
    const [makerid, userid] = [
      await newcomer(place, place.fresh('maker')),
      await newcomer(place, place.fresh('owner')),
    ];
    const { id: creatorId } = await recordOf(place, makerid);
    await giveToken(place, userid, 'b'.repeat(64), { creatorId });
    await place.ask('user.delete', [makerid]);
    expect(await place.ask('user.checkAuthentication', { token: 'b'.repeat(64) }, null)).toMatchObject({ userid });
  });

  test.each<[string, string, number, string]>([
    ['oneself', '1', -32602, 'User is not allowed to delete oneself.'],
    ['the guest', '2', -32602, 'Cannot delete Zabbix internal user "guest", try disabling that user.'],
    ['nobody', '99999', -32500, unknown],
    ['nobody 0', '0', -32500, unknown],
    ['nobody far away', '9223372036854775807', -32500, unknown],
  ])('takes away none when one of them is %s', async (_, userid, code, data) => {
    const other = await newcomer(place, place.fresh('stayer'));
    await place.refuse('user.delete', [other, userid], code, data);
    expect([await isThere(place, other), await isThere(place, '1'), await isThere(place, '2')]).toEqual([
      true,
      true,
      true,
    ]);
  });

  test('tells of the first that is wrong', async () => {
    await place.refuse(
      'user.delete',
      ['2', '1'],
      -32602,
      'Cannot delete Zabbix internal user "guest", try disabling that user.',
    );
    await place.refuse('user.delete', ['99999', '1'], -32500, unknown);
    await place.refuse('user.delete', ['1', '99999'], -32602, 'User is not allowed to delete oneself.');
  });
});

describe('the last super administrator', () => {
  test('may be Admin, as long as another stays who gets in', async () => {
    const { at, close } = await lone();
    const heir = at.fresh('heir');
    const heirid = await newcomer(at, heir, { roleid: '3' });
    const session = await at.login(heir, password);
    expect(await at.ask('user.delete', ['1'], session)).toEqual({ userids: ['1'] });
    expect([await isThere(at, '1'), await isThere(at, heirid)]).toEqual([false, true]);
    await at.refuse('user.logout', [], -32602, gone);
    await close();
  });

  test.each<[string, object]>([
    ['has no group', { usrgrps: [] }],
    ['is in a group that is kept from the pages', { usrgrps: [{ usrgrpid: '7' }, { usrgrpid: '12' }] }],
  ])('stays while the other %s', async (_, more) => {
    const { at, close } = await lone();
    const username = at.fresh('other');
    const [otherid, bystander] = [
      await newcomer(at, username, { roleid: '3', ...more }),
      await newcomer(at, at.fresh('by')),
    ];
    const session = await at.login(username, password);
    await at.refuse('user.delete', [bystander, '1'], -32602, last, session);
    expect([await isThere(at, '1'), await isThere(at, bystander)]).toEqual([true, true]);
    await at.ask('user.delete', [otherid]);
    await close();
  });

  test('is counted over all who go at once', async () => {
    const { at, close } = await lone();
    const [one, caller] = [at.fresh('one'), at.fresh('caller')];
    const oneid = await newcomer(at, one, { roleid: '3' });
    const callerid = await newcomer(at, caller, { roleid: '3', usrgrps: [{ usrgrpid: '12' }] });
    const session = await at.login(caller, password);
    await at.refuse('user.delete', ['1', oneid], -32602, last, session);
    expect(await at.ask('user.delete', [oneid], session)).toEqual({ userids: [oneid] });
    await changeGroup(at, '12', { signIn: 'default' });
    expect(await at.ask('user.delete', ['1'], session)).toEqual({ userids: ['1'] });
    expect(await isThere(at, callerid)).toBe(true);
    await close();
  });
});
